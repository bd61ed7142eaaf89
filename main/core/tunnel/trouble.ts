import type { TunnelReason } from '../../../preload/contract/words.ts'

/** Why a tunnel could not be opened or was lost. `code`: ngrok's own, `ERR_NGROK_107`, where it gave one. */
export interface Trouble {
  reason: TunnelReason
  code: string | null
}

/** ngrok's codes by what they mean to an operator. Source: https://ngrok.com/docs/errors/reference */
const codes: readonly (readonly [TunnelReason, ...number[]])[] = [
  ['token-refused', 105, 106, 107, 4018],
  ['domain-in-use', 334, 7122, 18016, 18017],
  ['domain-refused', 308, 313, 314, 316, 317, 319, 320, 322, 326, 327, 328, 329, 330, 331, 354, 412, 7117, 7118, 15002],
  ['session-limit', 108],
  ['endpoint-limit', 324, 351, 18010, 18021],
  ['quota', 702, 717, 718, 720, 725, 726, 727, 728, 734, 4027],
  ['account', 102, 103, 115, 116, 123, 204, 205, 336, 337, 338],
  ['too-old', 120, 121],
  ['closed', 724, 3200, 8012],
]
const reasonOfCode = new Map(codes.flatMap(([reason, ...numbers]) => numbers.map((number) => [number, reason] as const)))

/** @param code such as `ERR_NGROK_107`; one that is not known is `refused`, with its code kept */
export function troubleOfCode(code: string): Trouble {
  const [, number] = /^ERR_NGROK_(\d{1,6})$/.exec(code) ?? []
  return { reason: reasonOfCode.get(Number(number)) ?? 'refused', code: number === undefined ? null : code }
}

/** ngrok's code in a text of ngrok's. The text itself is not kept: it may hold the token. */
export const codeIn = (text: string): string | null => /\bERR_NGROK_\d{1,6}\b/.exec(text)?.[0] ?? null

const sentences: Record<TunnelReason, string> = {
  'no-token': 'There is no authtoken yet: paste the one that dashboard.ngrok.com shows under “Your Authtoken”.',
  'token-refused': 'ngrok does not take the authtoken: paste the one that dashboard.ngrok.com shows under “Your Authtoken”.',
  'domain-in-use':
    'The domain is in use elsewhere: stop the other endpoint (dashboard.ngrok.com, Endpoints), or choose another domain. After a lost connection ngrok itself may hold it for a minute.',
  'domain-refused': 'The domain is not this account’s: take one that dashboard.ngrok.com shows under Domains, or leave it empty.',
  'session-limit': 'The account has as many ngrok agents running as it may: stop one (dashboard.ngrok.com, Agents).',
  'endpoint-limit': 'The account has as many endpoints as it may: stop one (dashboard.ngrok.com, Endpoints).',
  quota: 'The account has used up what its plan gives: see dashboard.ngrok.com, Usage.',
  account: 'ngrok does not let this account or this network in: see dashboard.ngrok.com.',
  'no-network': 'ngrok can’t be reached from here: see whether the network is up, and lets connections to ngrok out.',
  closed: 'The connection to ngrok was lost.',
  stopped: 'The tunnel was stopped from ngrok’s dashboard.',
  'too-old': 'ngrok no longer speaks with this version: update Tocsin.',
  unavailable: 'ngrok’s agent is not part of this installation on this system: use an address of your own.',
  refused: 'ngrok refused.',
}

/** What is wrong and what to do, in a sentence for the operator. */
export const sayTrouble = ({ reason, code }: Trouble): string => (code === null ? sentences[reason] : `${sentences[reason]} (${code})`)
