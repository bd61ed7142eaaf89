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

/** What one account holds in one region, by name. */
export interface Place {
  readonly accountId: string
  readonly region: string
  readonly topics: Map<string, Topic>
  readonly queues: Map<string, Queue>
  readonly rules: Map<string, Rule>
}

/** Every account and region that anybody asked for. */
export interface Places {
  at(accountId: string, region: string): Place
  topic(arn: string): Topic | undefined
  queue(arn: string): Queue | undefined
}

export function holdPlaces(): Places {
  const places = new Map<string, Place>()
  const at = (accountId: string, region: string): Place => {
    const key = `${accountId}/${region}`
    const place = places.get(key) ?? { accountId, region, topics: new Map(), queues: new Map(), rules: new Map() }
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
