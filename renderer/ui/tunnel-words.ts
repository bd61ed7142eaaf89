import type { TunnelReport } from '../../preload/contract/tunnel.ts'
import { duration } from './format.ts'
import type { IconName } from './icons.tsx'

export interface Standing {
  icon: IconName
  tone: '' | 'ok' | 'unknown'
  title: string
  /** What is wrong and what to do. */
  said: string | null
  /** When it is tried again by itself. */
  next: string | null
  /** Since when what the title says is so. */
  since: string
}

/** How ngrok's tunnel stands, in words. */
export function tunnelStanding(report: TunnelReport, now: number): Standing {
  const { state, since, downSince, said, nextTryAt } = report
  switch (state) {
    case 'up':
      return { icon: 'tick', tone: 'ok', title: 'Up', said: null, next: null, since }
    case 'opening':
      return {
        icon: 'rotate',
        tone: '',
        title: downSince === null ? 'Opening' : 'Down, and being opened again',
        said,
        next: null,
        since: downSince ?? since,
      }
    case 'down':
      return { icon: 'cross', tone: 'unknown', title: 'Down', said, next: nextTryOf(nextTryAt, now), since: downSince ?? since }
    case 'off':
      return { icon: 'idle', tone: '', title: 'Not open', said: null, next: null, since }
  }
}

function nextTryOf(nextTryAt: string | null, now: number): string {
  if (nextTryAt === null) return 'It is not tried again before you change something.'
  const ms = Date.parse(nextTryAt) - now
  return ms < 1_000 ? 'It is tried again now.' : `It is tried again in ${duration(ms)}.`
}
