import type { AwsFault } from '../../main/core/aws/aws-fault.ts'
import type { AwsAccess } from '../../main/edge/aws/access.ts'
import type { AwsClients } from '../../main/edge/aws/clients.ts'
import { topicArn } from '../harness/signing.ts'
import { arnOf, type NightAws, type Published } from './aws.ts'
import type { Chance } from './chance.ts'
import type { NightTime } from './time.ts'

/** What AWS's API does in a night: it answers, or throttles, or can't be reached. */
export type ApiMood = 'well' | 'throttled' | 'no-network'

/** AWS's API as the desk's own clients see it, without a wire: CloudWatch tells states and history, SQS keeps what SNS wrote into it. */
export interface NightApi {
  access: AwsAccess
  mood(is: ApiMood): void
  /** A computer that sleeps hears no answer. */
  asleep(is: boolean): void
  /** SNS writes a message into the queue. */
  deliver(message: Published): void
  /** How many still stand in the queue. */
  waiting(): number
}

/** So that a round takes several calls, and can be stopped between two. */
const pageSize = 2
const visibilityMs = 30_000
const batch = 10

export interface NightApiDeps {
  aws: () => NightAws
  time: NightTime
  chance: Chance
  /** The desk has deleted a message from the queue. */
  settled: (message: Published) => void
}

export function openNightApi({ aws, time, chance, settled }: NightApiDeps): NightApi {
  let mood: ApiMood = 'well'
  const queue: { message: Published; handle: string; visibleAt: number }[] = []
  const polls = new Set<() => void>()
  const waking = new Set<() => void>()
  let sleeps = false

  const refused = (): AwsFault | null => {
    if (mood === 'no-network') return fault('no-network', 'AWS can’t be reached.')
    return mood === 'throttled' && chance.yes(0.7) ? fault('throttled', 'AWS asks for patience.') : null
  }

  function answer(name: string, input: Input): Record<string, unknown> {
    switch (name) {
      case 'DescribeAlarmsCommand':
        return describe(input)
      case 'DescribeAlarmHistoryCommand':
        return history(input)
      case 'ListAlarmMuteRulesCommand':
        return { AlarmMuteRuleSummaries: [] }
      case 'ListRuleNamesByTargetCommand':
        return { RuleNames: [] }
      case 'DeleteMessageCommand':
        return remove(input.ReceiptHandle)
      default:
        throw new Error(`The night's AWS knows no ${name}.`)
    }
  }

  /** Deleted, as answered 200: nobody sends it again. */
  function remove(handle: string | undefined) {
    const at = queue.findIndex((one) => one.handle === handle)
    const [gone] = at < 0 ? [] : queue.splice(at, 1)
    if (gone !== undefined) settled(gone.message)
    return {}
  }

  function describe({ AlarmNames, NextToken }: Input) {
    const all = aws()
      .alarms()
      .filter(({ alarm }) => AlarmNames === undefined || AlarmNames.includes(alarm))
    const { page, next } = pageOf(all, NextToken)
    const MetricAlarms = page.map(({ alarm, state, at }) => ({
      AlarmName: alarm,
      AlarmArn: arnOf(alarm),
      StateValue: state,
      StateReason: 'Threshold Crossed',
      StateTransitionedTimestamp: new Date(at),
      StateUpdatedTimestamp: new Date(at),
      ActionsEnabled: true,
      AlarmActions: [topicArn],
      OKActions: [topicArn],
      MetricName: 'CPUUtilization',
      Namespace: 'AWS/EC2',
    }))
    return { MetricAlarms, ...next }
  }

  function history({ HistoryItemType, StartDate, NextToken }: Input) {
    const told = aws().published.filter(({ at }) => at >= (StartDate?.getTime() ?? 0))
    const { page, next } = pageOf(told, NextToken)
    const AlarmHistoryItems =
      HistoryItemType === 'Action' || HistoryItemType === 'StateUpdate'
        ? page.map(({ alarm, state, at, text }) => ({
            AlarmName: alarm,
            AlarmType: 'MetricAlarm',
            Timestamp: new Date(at),
            HistoryItemType,
            HistoryData: JSON.stringify(
              HistoryItemType === 'Action'
                ? { actionState: 'Succeeded', notificationResource: topicArn, publishedMessage: JSON.stringify({ default: text }) }
                : {
                    oldState: { stateValue: state === 'OK' ? 'ALARM' : 'OK' },
                    newState: { stateValue: state, stateReason: 'Threshold Crossed' },
                  },
            ),
          }))
        : []
    return AlarmHistoryItems.length === 0 ? { AlarmHistoryItems } : { AlarmHistoryItems, ...next }
  }

  function received(): Record<string, unknown> | null {
    const now = time.now()
    const visible = queue.filter(({ visibleAt }) => visibleAt <= now).slice(0, batch)
    if (visible.length === 0) return null
    for (const one of visible) {
      one.visibleAt = now + visibilityMs
      one.handle = chance.id()
    }
    return {
      Messages: visible.map(({ message, handle }) => ({
        MessageId: handle,
        ReceiptHandle: handle,
        Body: Buffer.from(message.body).toString('utf8'),
      })),
    }
  }

  /** Long polling: it waits for the first, and not for ever. */
  function receive(waitMs: number, signal: AbortSignal | undefined): Promise<Record<string, unknown>> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        polls.delete(look)
        signal?.removeEventListener('abort', abort)
        settle()
      }
      const abort = () => end(() => reject(new Error('aborted')))
      const look = () => {
        const found = sleeps ? null : received()
        if (found !== null) end(() => resolve(found))
      }
      polls.add(look)
      signal?.addEventListener('abort', abort)
      if (signal?.aborted) return abort()
      // A connection that a sleep has cut is noticed on waking.
      const timeOut = () => {
        if (sleeps) waking.add(timeOut)
        else if (polls.has(look)) end(() => resolve({ Messages: [] }))
      }
      time.at(time.now() + waitMs, timeOut)
      look()
    })
  }

  const client = {
    async send(command: { constructor: { name: string }; input: Input }, { abortSignal }: { abortSignal?: AbortSignal } = {}) {
      const no = refused()
      if (no !== null) throw Object.assign(new Error(no.said), { fault: no })
      const { name } = command.constructor
      return name === 'ReceiveMessageCommand'
        ? receive((command.input.WaitTimeSeconds ?? 0) * 1_000, abortSignal)
        : answer(name, command.input)
    },
  }
  const clients = {
    profile: null,
    cloudWatch: () => Promise.resolve(client),
    sqs: () => Promise.resolve(client),
    eventBridge: () => Promise.resolve(client),
    fault: (error: unknown) => (error as { fault?: AwsFault }).fault ?? fault('aws-unavailable', String(error)),
    close: () => undefined,
  } as unknown as AwsClients

  return {
    access: {
      clients: () => clients,
      again: () => clients,
      endsAt: () => null,
      close: () => undefined,
    } as unknown as AwsAccess,
    mood(is) {
      mood = is
    },
    asleep(is) {
      sleeps = is
      if (is) return
      for (const run of [...waking, ...polls]) {
        waking.delete(run)
        run()
      }
    },
    deliver(message) {
      queue.push({ message, handle: '', visibleAt: time.now() })
      for (const look of [...polls]) look()
    },
    waiting: () => queue.length,
  }
}

/** What of the commands' inputs is read here. */
interface Input {
  AlarmNames?: string[]
  NextToken?: string
  HistoryItemType?: string
  StartDate?: Date
  ReceiptHandle?: string
  WaitTimeSeconds?: number
}

function pageOf<T>(all: readonly T[], token: string | undefined): { page: T[]; next: { NextToken?: string } } {
  const from = Number(token ?? 0)
  return { page: all.slice(from, from + pageSize), next: from + pageSize < all.length ? { NextToken: String(from + pageSize) } : {} }
}

const fault = (code: AwsFault['code'], said: string): AwsFault => ({ code, said, command: null, awsCode: null, recoverable: true })
