import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'
import type { Clock } from './ports.ts'

const bytesEach = 16
const idsAtOnce = 256

/**
 * Random ids in the order of time (UUID version 7, RFC 9562, 5.7), so that the index entries of what is written together lie
 * together. The random bytes are drawn for many at once: one draw costs as much as all else of an id.
 */
export function openIds(clock: Clock): () => string {
  const pool = new Uint8Array(bytesEach * idsAtOnce)
  let used = pool.length
  return () => {
    if (used === pool.length) {
      randomFillSync(pool)
      used = 0
    }
    const random = pool.subarray(used, used + bytesEach)
    used += bytesEach
    return v7({ msecs: clock.now(), random })
  }
}
