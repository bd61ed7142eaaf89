import type { CoverageLink, TunnelKind } from '../../preload/contract/words.ts'

/** What the operator chose for the whole desk. */
export interface Settings {
  publicUrl: string | null
  reopenWindowMinutes: number
  /** How often what AWS says of its alarms is read. */
  catchUpMinutes: number
  soundPaused: boolean
  singleKeys: boolean
  keepAwake: boolean
  startAtLogin: boolean
  tunnelKind: TunnelKind
  /** The domain that the operator wishes; null: whichever the tunnel gives. */
  tunnelDomain: string | null
  /** Where the tunnel was up last: it is asked for again, so that subscriptions stay true. */
  tunnelUrl: string | null
  /** Whether something shall answer 503 in the desk's place while that is away. */
  tunnelStandIn: boolean
  /** How long nothing can be heard before somebody is told. */
  deafAfterSeconds: number
  /** The links whose lack of a proof the operator accepts, each until an instant. */
  acceptedLinks: Partial<Record<CoverageLink, number>>
}

export const defaultSettings: Settings = {
  publicUrl: null,
  reopenWindowMinutes: 10,
  catchUpMinutes: 5,
  soundPaused: false,
  singleKeys: true,
  keepAwake: false,
  startAtLogin: false,
  tunnelKind: 'own',
  tunnelDomain: null,
  tunnelUrl: null,
  tunnelStandIn: true,
  deafAfterSeconds: 120,
  acceptedLinks: {},
}
