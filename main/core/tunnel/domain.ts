/** The host of an https address; null where it is none. */
export const hostOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).host : null)

/**
 * Which of an account's domains to take where the operator chose none: the one of last time, so that subscriptions stay
 * true, else the first that is a name of its own (no wildcard).
 */
export function pickDomain(domains: readonly string[], ofLastTime: string | null): string | null {
  if (ofLastTime !== null && domains.includes(ofLastTime)) return ofLastTime
  return domains.find((domain) => !domain.includes('*')) ?? ofLastTime
}
