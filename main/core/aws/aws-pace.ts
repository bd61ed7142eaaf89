import type { QueueTroubleCode } from '../../../preload/contract/words.ts'

interface Pace {
  firstMs: number
  mostMs: number
}

/** What passes by itself is tried soon; what somebody must first put right is not asked for every second. */
const soon: Pace = { firstMs: 1_000, mostMs: 60_000 }
const slow: Pace = { firstMs: 15_000, mostMs: 5 * 60_000 }

const paces: Record<QueueTroubleCode, Pace> = {
  'no-network': soon,
  'aws-unavailable': soon,
  throttled: soon,
  aborted: soon,
  // A message that can't be judged yet must not hold up the others for long.
  'not-now': { firstMs: 1_000, mostMs: 10_000 },
  denied: slow,
  'not-found': slow,
  refused: slow,
  clock: slow,
  'no-credentials': slow,
  'sso-expired': slow,
  'login-expired': slow,
  'mfa-needed': slow,
  'credentials-expired': slow,
  'credentials-refused': slow,
  'no-account': slow,
}

/**
 * How long AWS is left alone after a failure: doubled with each in a row, half of it by chance.
 * @param failures in a row until now, at least 1
 * @param random at least 0, below 1
 */
export function awsDelayMs(code: QueueTroubleCode, failures: number, random: number): number {
  const { firstMs, mostMs } = paces[code]
  const whole = Math.min(mostMs, firstMs * 2 ** Math.min(30, Math.max(0, failures - 1)))
  return Math.round(whole / 2 + (whole / 2) * random)
}
