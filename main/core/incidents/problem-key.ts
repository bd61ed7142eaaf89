import { createHash } from 'node:crypto'

/**
 * The name of a problem that is the same on every desk that heard it: a hash of the dedup key and the StateChangeTime
 * (epoch milliseconds) of the ALARM that opened it. Not unique, and nothing in the store joins on it.
 */
export const problemKeyOf = (dedupKey: string, openedAt: number): string =>
  createHash('sha256').update(`${dedupKey}\n${openedAt}`).digest('base64url').slice(0, 22)
