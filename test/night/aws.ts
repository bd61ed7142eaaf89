import { type AttemptStatus, isRetried } from '../../main/edge/practice/retry.ts'
import { alarmText } from '../harness/deliveries.ts'
import { notification, type Signer, topicArn } from '../harness/signing.ts'
import type { Chance } from './chance.ts'
import type { Plot } from './plot.ts'
import type { NightTime } from './time.ts'

/** A message that SNS published. */
export interface Published {
  messageId: string
  alarm: string
  state: 'ALARM' | 'OK'
  at: number
  /** The alarm's own message, and the envelope in which SNS sends it. */
  text: string
  body: Uint8Array
}

/** AWS in a night: alarms and their states, and SNS, which delivers by its real retry rule over a way that drops, doubles and delays. */
export interface NightAws {
  published: readonly Published[]
  /** The alarms that are in ALARM now, by their ARN. */
  inAlarm(): string[]
  /** Each alarm's state, and since when. */
  alarms(): { alarm: string; state: 'ALARM' | 'OK'; at: number }[]
  change(alarm: string, state: 'ALARM' | 'OK'): void
  /** Of all that was ever published these come once more, in any order. */
  redeliver(which: (message: Published) => boolean): void
}

export interface NightAwsDeps {
  time: NightTime
  chance: Chance
  signer: Signer
  plot: Plot
  /** One try over the way as it is now. */
  attempt: (message: Published) => Promise<AttemptStatus>
  /** SNS writes it into the queue. */
  enqueue: (message: Published) => void
  tell: (said: string) => void
}

export const arnOf = (alarm: string): string => `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${alarm}`

export function openNightAws({ time, chance, signer, plot, attempt, enqueue, tell }: NightAwsDeps): NightAws {
  const published: Published[] = []
  const names = new Set(plot.happenings.flatMap((one) => (one.kind === 'alarm' ? [one.alarm] : [])))
  const states = new Map([...names].map((alarm) => [alarm, { state: 'OK' as 'ALARM' | 'OK', at: time.now() - 86_400_000 }]))
  const { way, retryDelaysMs } = plot

  function send(message: Published, tries: number, inMs: number): void {
    time.at(time.now() + inMs, () => void time.during(tryOnce(message, tries)))
  }

  async function tryOnce(message: Published, tries: number): Promise<void> {
    const answered = await attempt(message)
    const seen: AttemptStatus = chance.yes(way.unanswered) ? 'no-answer' : answered
    tell(`${message.alarm} ${message.state}, try ${tries + 1}: ${answered}${seen === answered ? '' : ', which SNS never saw'}`)
    if (chance.yes(way.doubled)) send(message, retryDelaysMs.length, chance.between(1, 90_000))
    const delayMs = isRetried(seen) ? retryDelaysMs[tries] : undefined
    if (delayMs !== undefined) send(message, tries + 1, delayMs)
  }

  return {
    published,
    inAlarm: () => [...states].filter(([, { state }]) => state === 'ALARM').map(([alarm]) => arnOf(alarm)),
    alarms: () => [...states].map(([alarm, is]) => ({ alarm, ...is })),
    change(alarm, state) {
      const at = time.now()
      states.set(alarm, { state, at })
      const text = alarmText({ state, at, name: alarm })
      const messageId = chance.id()
      const envelope = signer.sign(
        notification({
          MessageId: messageId,
          TopicArn: topicArn,
          Timestamp: new Date(at).toISOString(),
          Message: text,
        }),
      )
      const message = { messageId, alarm, state, at, text, body: Buffer.from(JSON.stringify(envelope)) }
      published.push(message)
      if (plot.road === 'queue') {
        // SNS does not lose what it writes into a queue; it may come twice, and late.
        for (let copies = chance.yes(way.doubled) ? 2 : 1; copies > 0; copies--) {
          time.at(at + (chance.yes(way.late) ? chance.between(1, 240_000) : chance.between(20, 400)), () => enqueue(message))
        }
        return
      }
      if (chance.yes(way.dropped)) return tell(`${alarm} ${state}: dropped on its way`)
      send(message, 0, chance.yes(way.late) ? chance.between(1, 240_000) : chance.between(20, 400))
    },
    redeliver(which) {
      for (const message of chance.shuffled(published.filter(which))) send(message, retryDelaysMs.length, chance.between(0, 3))
    },
  }
}
