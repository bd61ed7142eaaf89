import type { LinkState } from '../../../preload/contract/words.ts'
import type { Judged, Readings } from './readings.ts'

export function tunnel({ state, said }: NonNullable<Readings['tunnel']>): Judged {
  const link = (mark: LinkState, detail: string): Judged => ({ link: 'tunnel', state: mark, detail })
  if (state === 'up') return link('ok', said ?? 'It is up.')
  if (state === 'down') return link('failing', said ?? 'It is down.')
  return said === null ? link('unproven', 'It is being opened.') : link('failing', `${said} It is being opened again.`)
}

/** Below this a delivery may find no room any more. */
const diskFloorBytes = 100_000_000
const diskLowBytes = 1_000_000_000

export function disk({ disk: read }: Readings): Judged {
  const link = (state: LinkState, detail: string): Judged => ({ link: 'disk', state, detail })
  if (read === null) return link('unproven', 'How much room the disk has can’t be read.')
  const room = `${(read.freeBytes / 1e9).toFixed(read.freeBytes < 10e9 ? 1 : 0)} GB free`
  if (read.freeBytes < diskFloorBytes)
    return link('failing', `The disk is nearly full, ${Math.round(read.freeBytes / 1e6)} MB free: make room.`)
  if (read.freeBytes < diskLowBytes) return link('stale', `Only ${room}: make room before deliveries find none.`)
  return link('ok', `${room}.`)
}
