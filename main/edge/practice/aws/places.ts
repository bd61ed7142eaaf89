import type { Alarm } from './alarms.ts'
import type { HistoryItem } from './history.ts'
import type { MuteSchedule } from './mute-schedule.ts'
import type { Queue } from './queues.ts'
import type { Rule } from './rules.ts'

export interface Topic {
  readonly arn: string
  readonly accountId: string
  /** As SetTopicAttributes sets them: Policy, DisplayName, DeliveryPolicy, KmsMasterKeyId, SignatureVersion ... */
  readonly attributes: Map<string, string>
  readonly tags: Map<string, string>
  /** How many subscriptions were ended. */
  deleted: number
}

export interface MuteRule {
  readonly name: string
  readonly arn: string
  readonly description: string | null
  readonly schedule: MuteSchedule
  readonly alarmNames: readonly string[]
  readonly updatedAt: number
}

/** What one account holds in one region, by name. */
export interface Place {
  readonly accountId: string
  readonly region: string
  readonly topics: Map<string, Topic>
  readonly queues: Map<string, Queue>
  readonly rules: Map<string, Rule>
  readonly alarms: Map<string, Alarm>
  readonly muteRules: Map<string, MuteRule>
  /** Of all alarms, in the order of writing. */
  readonly history: HistoryItem[]
}

/** Every account and region that anybody asked for. */
export interface Places {
  at(accountId: string, region: string): Place
  topic(arn: string): Topic | undefined
  queue(arn: string): Queue | undefined
}

const emptyPlace = (accountId: string, region: string): Place => ({
  accountId,
  region,
  topics: new Map(),
  queues: new Map(),
  rules: new Map(),
  alarms: new Map(),
  muteRules: new Map(),
  history: [],
})

export function holdPlaces(): Places {
  const places = new Map<string, Place>()
  const at = (accountId: string, region: string): Place => {
    const key = `${accountId}/${region}`
    const place = places.get(key) ?? emptyPlace(accountId, region)
    places.set(key, place)
    return place
  }
  const placeOf = (arn: string) => {
    const [, , , region = '', accountId = ''] = arn.split(':')
    return at(accountId, region)
  }
  return {
    at,
    topic: (arn) => [...placeOf(arn).topics.values()].find((topic) => topic.arn === arn),
    queue: (arn) => [...placeOf(arn).queues.values()].find((queue) => queue.arn === arn),
  }
}
