import { decimal, reasonTime } from '../cloudwatch-text.ts'
import type { Alarm } from './alarms.ts'
import type { Places } from './places.ts'
import { seedAlarms } from './seed-alarms.ts'
import type { States } from './states.ts'
import type { Service } from './wire.ts'

export interface SeedDeps {
  accountId: string
  region: string
  places: Places
  states: States
  /** A call of the account's own. Throws where it is refused. */
  perform(service: Service, operation: string, input: Record<string, unknown>): Promise<void>
  /** The account's clock, which `ago` sets back. */
  now(): number
  /** Runs with the account's clock so long ago; what `run` does at once happens then. */
  ago<T>(ms: number, run: () => T): T
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/**
 * Fills the account with a shop's: four topics, about sixty alarms, a rule of EventBridge; one alarm burns, one fault is over. Nobody was told:
 * nothing is subscribed but a function of somebody else's. Does nothing the second time.
 */
export async function seedAccount(deps: SeedDeps): Promise<void> {
  const { accountId, region, places, states, perform, now, ago } = deps
  const place = places.at(accountId, region)
  if (place.topics.has('oncall-alarms')) return
  const arn = (name: string) => `arn:aws:sns:${region}:${accountId}:${name}`
  const [oncall, payments, legacy, platform] = [arn('oncall-alarms'), arn('payments-alarms'), arn('legacy-ops'), arn('platform-events')]

  await perform('sns', 'CreateTopic', { Name: 'oncall-alarms', Attributes: { DisplayName: 'On call' } })
  await perform('sns', 'CreateTopic', { Name: 'payments-alarms', Attributes: { KmsMasterKeyId: 'alias/aws/sns' } })
  const owner = { AWS: `arn:aws:iam::${accountId}:root` }
  await perform('sns', 'CreateTopic', { Name: 'legacy-ops', Attributes: { Policy: policy(legacy, 'owner-only', owner) } })
  const events = { Service: 'events.amazonaws.com' }
  await perform('sns', 'CreateTopic', { Name: 'platform-events', Attributes: { Policy: policy(platform, 'events', events) } })
  const Endpoint = `arn:aws:lambda:${region}:${accountId}:function:post-to-chat`
  await perform('sns', 'Subscribe', { TopicArn: oncall, Protocol: 'lambda', Endpoint })

  const EventPattern = JSON.stringify({ source: ['aws.cloudwatch'], 'detail-type': ['CloudWatch Alarm State Change'] })
  await perform('events', 'PutRule', { Name: 'alarm-changes-to-platform', EventPattern, Description: 'Every change of an alarm' })
  await perform('events', 'PutTargets', { Rule: 'alarm-changes-to-platform', Targets: [{ Id: 'platform', Arn: platform }] })

  const day = 24 * hourMs
  for (const { operation, input } of seedAlarms({ oncall, payments, legacy }))
    await ago(9 * day, () => perform('cloudwatch', operation, input))
  const alarms = [...place.alarms.values()]
  ago(9 * day - 5 * minuteMs, () => {
    for (const alarm of alarms.filter(({ kind }) => kind !== 'CompositeAlarm')) {
      if (alarm.name === 'shop-errors-by-country') for (const Country of ['DE', 'FR', 'PL']) quiet(states, alarm, { Country })
      if (alarm.name === 'disk-full-by-host') for (const host of ['web-1', 'web-2', 'batch-1']) quiet(states, alarm, { host })
      states.change(alarm, { value: 'OK', reason: below(alarm, 9 * day) })
    }
  })
  const change = (name: string, value: 'OK' | 'ALARM', agoMs: number) =>
    ago(agoMs, () => {
      const alarm = place.alarms.get(name)
      if (alarm !== undefined) states.change(alarm, { value, reason: value === 'OK' ? below(alarm, agoMs) : above(alarm, agoMs) })
    })
  change('orders-api-5xx', 'ALARM', 20 * hourMs)
  change('orders-api-5xx', 'OK', 19 * hourMs + 21 * minuteMs)
  change('emails-queue-oldest-message', 'ALARM', 40 * minuteMs)

  function above(alarm: Alarm, agoMs: number): string {
    return reason(alarm, 'was', agoMs, 'OK -> ALARM')
  }
  function below(alarm: Alarm, agoMs: number): string {
    return reason(alarm, 'was not', agoMs, 'ALARM -> OK')
  }
  function reason({ settings: { Threshold = 1 } }: Alarm, was: string, agoMs: number, change: string): string {
    const value = was === 'was' ? Threshold * 1.5 : Threshold / 2
    const at = ago(agoMs + minuteMs, now)
    return `Threshold Crossed: 1 out of the last 1 datapoints [${decimal(value)} (${reasonTime(at)})] ${was} greater than the threshold (${decimal(Threshold)}) (minimum 1 datapoint for ${change} transition).`
  }
}

/** A series that is known and well. */
const quiet = (states: States, alarm: Alarm, attributes: Record<string, string>) =>
  void states.changeContributor(alarm, attributes, { value: 'OK', reason: 'The series is below its threshold.' })

const policy = (Resource: string, Sid: string, Principal: Record<string, string>): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid, Effect: 'Allow', Principal, Action: 'SNS:Publish', Resource }] })
