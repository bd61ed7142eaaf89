import type { Clock, Log, Timers } from '../../ports.ts'

/** What a drill needs of integrations. */
export interface DrillIntegrations {
  /**
   * Makes the practice integration: custom trust in the given key and endpoint, this one topic, automatic confirmation, marked practice.
   * `url` is its secret URL at the receiver's own loopback address.
   */
  create(wish: PracticeWish): Promise<{ id: string; url: string } | { code: string; message: string }>
  /** From here on it answers nobody; its history stays. */
  remove(integrationId: string): Promise<void>
}

export interface PracticeWish {
  name: string
  certificatePem: string
  endpoint: string
  topicArn: string
}

/** What a drill needs of incidents. */
export interface DrillIncidents {
  /** The incident that an integration's alarm opened. */
  of(integrationId: string): Promise<string | null>
  statusOf(incidentId: string): Promise<'open' | 'acknowledged' | 'closed' | null>
  /** Calls back whenever an incident may have changed; returns what ends that. */
  onChange(listen: () => void): () => void
}

export interface DrillDeps {
  clock: Clock
  timers: Timers
  log: Log
  integrations: DrillIntegrations
  incidents: DrillIncidents
}

export interface DrillStarted {
  integrationId: string
  incidentId: string | null
}

/** Why a drill did not get as far as its first alarm. The message says what to do. */
export interface DrillError {
  code: 'no-sns' | 'no-integration' | 'not-confirmed' | 'not-delivered' | 'stopping'
  message: string
  recoverable: boolean
}
