import { partitionOf } from './region.ts'

/** Keys are indexed and shown: a message that is made to be long doesn't make its key long. */
const keyMax = 1_000

/**
 * The key of an alarm: its ARN, with `#` and its contributor where there is one. Without an ARN it is what the ARN must be, where account and
 * region are known; otherwise whatever is known of them stands before the name, so that two regions never merge.
 */
export function alarmKey(from: {
  alarmArn: string | null
  accountId: string | null
  region: string | null
  /** The display name, for a region that nobody knows. */
  regionName: string | null
  alarmName: string | null
  contributorId: string | null
}): string {
  const contributor = from.contributorId === null ? '' : `#${from.contributorId}`
  return bounded(`${from.alarmArn ?? builtFrom(from)}${contributor}`)
}

function builtFrom({ accountId, region, regionName, alarmName }: Parameters<typeof alarmKey>[0]): string {
  const partition = region === null ? null : partitionOf(region)
  if (partition !== null && accountId !== null && alarmName !== null) {
    return `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${alarmName}`
  }
  return `alarm|${accountId ?? ''}|${region ?? regionName ?? ''}|${alarmName ?? ''}`
}

/** The key of a notice: where it came from and what it is about. */
export const noticeKey = (topicArn: string | null, about: string): string => bounded(`notice|${topicArn ?? ''}|${about}`)

/** Cut, with a mark of the whole (FNV-1a) so that two long keys with one beginning stay two. */
function bounded(key: string): string {
  if (key.length <= keyMax) return key
  let mark = 0x811c9dc5
  for (let index = 0; index < key.length; index++) mark = Math.imul(mark ^ key.charCodeAt(index), 0x01000193) >>> 0
  return `${key.slice(0, keyMax)}~${key.length}~${mark.toString(16)}`
}
