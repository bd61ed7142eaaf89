import { type AlarmChange, practiceAlarm, practiceTopicArn } from './alarm.ts'
import { answeredBy } from './answered-by.ts'
import type { DrillDeps, DrillError, DrillStarted } from './drill-ports.ts'
import { pause } from './pause.ts'
import { type DeliveryReport, openPracticeSns, type PracticeSns } from './sns.ts'

/** What one drill holds while it runs, for whoever ends it. */
export interface Held {
  sns: PracticeSns | null
  integrationId: string | null
  /** When its alarm last changed state, in epoch milliseconds. */
  changedAt: number
}

const startLimitMs = 25_000
const secondAlarmAfterMs = 3_000
const answerLimitMs = 60_000
const recoveryAfterMs = 2_000

const firstValues = [31, 28, 27]
const secondValues = [47, 31, 28]
const recoveredValues = [2, 0, 1]

export const stopping: DrillError = { code: 'stopping', message: 'Tocsin is stopping. Start it again to practise.', recoverable: false }

/** Opens the practice SNS and the integration, subscribes, and delivers the first ALARM, in 25 s at most. */
export async function toFirstAlarm(deps: DrillDeps, held: Held, closing: AbortSignal): Promise<DrillStarted | DrillError> {
  const { timers, integrations, incidents } = deps
  const limit = new AbortController()
  const cancelLimit = timers.after(startLimitMs, () => limit.abort())
  const signal = AbortSignal.any([closing, limit.signal])
  try {
    const sns = await openPracticeSns(deps).catch((error: unknown) => String(error))
    if (typeof sns === 'string') return failed('no-sns', `The practice SNS could not be opened (${sns}). Try again in a moment.`)
    held.sns = sns
    if (closing.aborted) return stopping

    const { certificatePem, endpoint } = sns
    const made = await integrations.create({ name: 'practice', certificatePem, endpoint, topicArn: practiceTopicArn })
    if ('code' in made) return failed('no-integration', made.message)
    held.integrationId = made.id

    const subscription = sns.subscribe({ topicArn: practiceTopicArn, url: made.url }, signal)
    const asked = await subscription.confirmation
    if (closing.aborted) return stopping
    if (!isTaken(asked)) return failed('not-confirmed', `The receiver did not take the subscription: ${answerOf(asked)}. ${whereToLook}`)
    const confirmed = await subscription.confirmed(signal)
    if (closing.aborted) return stopping
    if (!confirmed) return failed('not-confirmed', `The subscription was delivered, but not confirmed in time. ${whereToLook}`)

    const report = await tell(deps, held, sns, { state: 'ALARM', previousState: 'OK', values: firstValues }, signal)
    if (closing.aborted) return stopping
    if (!isTaken(report)) return failed('not-delivered', `The receiver did not take the alarm: ${answerOf(report)}. ${whereToLook}`)
    return { integrationId: made.id, incidentId: await incidents.of(made.id) }
  } finally {
    cancelLimit()
  }
}

/** ALARM again, then OK: a moment after the operator answered for the incident, or when his minute is up. */
export async function toRecovery(deps: DrillDeps, held: Held, started: DrillStarted, closing: AbortSignal): Promise<void> {
  const { timers, log, incidents } = deps
  const { sns } = held
  const { incidentId } = started
  if (sns === null) return
  const answered =
    incidentId === null
      ? Promise.resolve()
      : answeredBy({ timers, log, incidents }, { incidentId, limitMs: answerLimitMs, signal: closing })
  if (!(await pause(timers, secondAlarmAfterMs, closing))) return
  await tell(deps, held, sns, { state: 'ALARM', previousState: 'ALARM', values: secondValues }, closing)
  await answered
  if (!(await pause(timers, recoveryAfterMs, closing))) return
  await tell(deps, held, sns, { state: 'OK', previousState: 'ALARM', values: recoveredValues }, closing)
}

async function tell(
  { clock }: DrillDeps,
  held: Held,
  sns: PracticeSns,
  change: Omit<AlarmChange, 'topicArn' | 'at'>,
  signal: AbortSignal,
): Promise<DeliveryReport | undefined> {
  // Each change is later than the one before, also where the clock was set back: an OK of an earlier time would close nothing.
  held.changedAt = Math.max(clock.now(), held.changedAt + 1)
  const alarm = practiceAlarm({ topicArn: practiceTopicArn, at: held.changedAt, ...change })
  const [report] = await sns.publish({ topicArn: practiceTopicArn, ...alarm }, signal)
  return report
}

const whereToLook = 'The inbound log says more.'

const failed = (code: DrillError['code'], message: string): DrillError => ({ code, message, recoverable: true })

function isTaken(report: DeliveryReport | undefined): boolean {
  const status = report?.attempts.at(-1)?.status
  return typeof status === 'number' && status >= 200 && status < 300
}

function answerOf(report: DeliveryReport | undefined): string {
  const status = report?.attempts.at(-1)?.status
  if (status === undefined || status === 'timeout') return 'it gave no answer in time'
  return status === 'no-answer' ? 'there was no connection' : `it answered ${status}`
}
