/** Where an integration may be heard at: the addresses to which its topics' subscriptions may lead. */
export interface Ear {
  integrationId: number
  /** Its URL, as AWS has to know it; null while there is no public address. */
  url: string | null
  /** The ARNs of its queues. */
  queues: readonly string[]
}

/** What AWS holds of one topic's subscriptions. `subscriptionArn` is null while one waits for its confirmation. */
interface Held {
  subscriptionArn: string | null
  endpoint: string
}

/** `standing`: it leads here. `pending`: AWS waits for its confirmation. `elsewhere`: to an address that is not this desk's any more. `gone`: none of ours. */
export type Stands = 'standing' | 'pending' | 'elsewhere' | 'gone'

/**
 * What of a topic's subscriptions is this integration's.
 * @param path of the integration's URL, by which a subscription to another address of ours is known
 */
export function judgeSubscriptions(held: readonly Held[], { url, queues }: Ear, path: string): Stands {
  const here = held.filter(({ endpoint }) => endpoint === url || queues.includes(endpoint))
  if (here.some(({ subscriptionArn }) => subscriptionArn !== null)) return 'standing'
  if (here.length > 0) return 'pending'
  return held.some(({ endpoint }) => path !== '' && endpoint.endsWith(path)) ? 'elsewhere' : 'gone'
}
