import type { CoverageLink, CoverageState, DeafnessCause, LinkState } from '../../preload/contract/words.ts'
import type { LineIcon } from './icons.tsx'

export const linkWords: Record<CoverageLink, string> = {
  subscription: 'Subscription',
  'public-address': 'Public address',
  receiver: 'Receiver',
  certificate: 'Signing certificate',
  store: 'Store',
  clock: 'Clock',
  notifications: 'Notifications',
  'catch-up': 'Catch-up',
  queue: 'Queue',
  tunnel: 'Tunnel',
  disk: 'Disk',
  credentials: 'Credentials',
}

export const causeWords: Record<DeafnessCause, string> = { ...linkWords, off: 'Tocsin was off', asleep: 'The computer slept' }

export const linkIcons = { ok: 'tick', failing: 'cross', stale: 'late', unproven: 'query' } as const satisfies Record<LinkState, LineIcon>

export const coverageWords: Record<CoverageState, string> = {
  covered: 'Covered',
  unproven: 'Unproven',
  degraded: 'Degraded',
  deaf: 'Deaf',
  idle: 'Idle',
}

export const coverageIcons: Record<CoverageState, LineIcon> = {
  covered: 'covered',
  unproven: 'query',
  degraded: 'degraded',
  deaf: 'deaf',
  idle: 'idle',
}
