import { reachOf } from '../ui/reach.ts'

const shownOfSecret = 4
const dots = '·'.repeat(20)

/** The secret at the end of an inbound URL or path: its first characters, and dots in place of the rest. */
export function masked(urlOrPath: string): string {
  const at = urlOrPath.lastIndexOf('/in/')
  if (at < 0) return dots
  const secret = urlOrPath.slice(at + 4)
  return `${urlOrPath.slice(0, at + 4)}${secret.slice(0, Math.min(shownOfSecret, Math.floor(secret.length / 4)))}${dots}`
}

/** The URL that may be copied for AWS: none while there is none, and never an address of this computer. */
export const copyableUrl = (inboundUrl: string | null): string | null =>
  inboundUrl === null || reachOf(inboundUrl) === 'here' ? null : inboundUrl
