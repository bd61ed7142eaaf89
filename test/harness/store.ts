import { randomUUID } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { readAlarm } from '../../main/core/alarms/read-alarm.ts'
import { mapEvent } from '../../main/core/rules/map-event.ts'
import type { Log } from '../../main/ports.ts'
import type { DeliveryInput } from '../../main/store/delivery-input.ts'
import type { IntegrationRow } from '../../main/store/integration-rows.ts'
import { openStore, type Store } from '../../main/store/open.ts'
import type { Decide } from '../../main/store/record-delivery.ts'
import type { RejectionInput } from '../../main/store/record-rejection.ts'
import type { StoreOptions } from '../../main/store/transactions.ts'
import { type HandClock, handClock } from './clock.ts'
import { alarmText } from './deliveries.ts'
import { temporaryFolder, workers } from './desk.ts'
import { topicArn } from './signing.ts'

export interface TestStore extends Store {
  folder: string
  clock: HandClock
  logged: { event: string; data?: Record<string, unknown> }[]
}

/** The real store on a real folder, without a desk around it; closed when the test ends. */
export function openTestStore(
  options: { folder?: string; clock?: HandClock; decide?: Decide } & Partial<Omit<StoreOptions, 'folder'>> = {},
): TestStore {
  const { folder = temporaryFolder(), clock = handClock(), decide, ...more } = options
  const logged: TestStore['logged'] = []
  const hear = (event: string, data?: Record<string, unknown>) => void logged.push({ event, data })
  const log: Log = { info: hear, warn: hear, error: hear }
  const store = openStore(
    { clock, log, newId: randomUUID },
    { folder, readerWorker: workers.reader, keeperWorker: workers.keeper, ...more },
    decide,
  )
  let closed: Promise<void> | null = null
  const close = () => {
    closed ??= store.close()
    return closed
  }
  onTestFinished(close)
  return { ...store, close, folder, clock, logged }
}

/** An integration of the test's own; its secret is of no matter here. */
export const someIntegration = (store: Store, name = 'prod'): Promise<IntegrationRow> =>
  store.createIntegration(
    {
      name,
      template: 'aws-cloudwatch',
      practice: false,
      trust: { kind: 'aws' },
      confirm: 'manual',
      topics: [topicArn],
      maxAgeSeconds: 3_600,
      rules: [],
    },
    { hash: Buffer.from(randomUUID()), sealed: Buffer.from(randomUUID()) },
  )

/** A verified delivery of an alarm, ready to be recorded. */
export function alarmDelivery(
  store: TestStore,
  integration: IntegrationRow,
  wish: { state: 'ALARM' | 'OK' | 'INSUFFICIENT_DATA'; at: number; name?: string; messageId?: string },
): DeliveryInput {
  const text = alarmText(wish)
  const event = readAlarm(text, { subject: null, topicArn })
  const body = Buffer.from(text)
  return {
    integrationId: integration.id,
    rulesRev: integration.rev,
    source: 'push',
    again: false,
    receivedAt: store.clock.now(),
    tookUs: () => 1_000,
    type: 'Notification',
    messageId: wish.messageId ?? randomUUID(),
    topicArn,
    subject: null,
    text,
    event,
    mapping: mapEvent(event, integration.rules, { subject: null, message: text }),
    headers: {},
    body,
    bodySealed: false,
    bodyBytes: body.byteLength,
    trace: [],
  }
}

/** A delivery that was refused. */
export function refusal(store: TestStore, integration: IntegrationRow, body: Uint8Array = Buffer.from('nonsense')): RejectionInput {
  return {
    integrationId: integration.id,
    source: 'push',
    receivedAt: store.clock.now(),
    tookUs: () => 1_000,
    reason: 'malformed',
    type: null,
    messageId: null,
    topicArn: null,
    subject: null,
    headers: {},
    body,
    bodySealed: false,
    bodyBytes: body.byteLength,
    trace: [],
  }
}
