import { hostOf, pickDomain } from '../../core/tunnel/domain.ts'
import { deskPolicy } from '../../core/tunnel/traffic-policy.ts'
import type { Trouble } from '../../core/tunnel/trouble.ts'
import { ensureCloudEndpoint, removeCloudEndpoint } from './cloud-endpoint.ts'
import type { Opened, TunnelDriver, TunnelOptions } from './driver.ts'
import type { NgrokApi } from './ngrok-api.ts'
import { type NgrokSdk, type NgrokSession, openSession } from './ngrok-session.ts'

/** Where the tunnel shall come out, and what the operator should know of that. */
type Place = { note: string | null } & ({ kind: 'plain'; domain: string | null } | { kind: 'behind'; domain: string; internalUrl: string })

const failed = (reason: Trouble['reason']): Opened => ({ ok: false, trouble: { reason, code: null }, note: null })

/**
 * A tunnel by ngrok's own agent, within this process: behind a cloud endpoint that answers 503 while the desk is away
 * where account and plan allow one, else straight on the public address.
 * @param load the SDK; throws where there is none for this system
 * @param openApi ngrok's REST API for a key
 */
export function ngrokDriver(load: () => Promise<NgrokSdk>, openApi: (key: string) => NgrokApi): TunnelDriver {
  return {
    async open(options, signal) {
      if (options.authtoken === null) return failed('no-token')
      const sdk = await load().catch(() => null)
      if (sdk === null) return failed('unavailable')
      const api = options.apiKey === null ? null : openApi(options.apiKey)
      const place = await choosePlace(api, options, await knownDomain(api, options, signal), signal)
      if (signal.aborted) return failed('no-network')
      const connected = await openSession(sdk, options.authtoken)
      if (!connected.ok) return { ...connected, note: place.note }
      const opened = signal.aborted ? failed('no-network') : await settle(connected.session, place, api, options, signal)
      if (opened.ok && !signal.aborted) return opened
      await connected.session.close()
      return opened.ok ? failed('no-network') : opened
    },
  }
}

/** The domain to ask for: chosen, else found by the API key, else that of last time. */
async function knownDomain(api: NgrokApi | null, { domain }: TunnelOptions, signal: AbortSignal): Promise<string | null> {
  if (api === null || domain?.chosen === true) return domain?.name ?? null
  const listed = await api.domains(signal)
  return listed.ok ? pickDomain(listed.value, domain?.name ?? null) : (domain?.name ?? null)
}

async function choosePlace(api: NgrokApi | null, options: TunnelOptions, domain: string | null, signal: AbortSignal): Promise<Place> {
  if (api === null || domain === null) return { kind: 'plain', domain, note: null }
  if (!options.standIn) {
    const fault = await removeCloudEndpoint(api, domain, signal)
    return { kind: 'plain', domain, note: fault?.kind === 'key' ? 'ngrok does not take the API key, or it may not do this.' : null }
  }
  const standing = await ensureCloudEndpoint(api, domain, signal)
  return standing.ok
    ? { kind: 'behind', domain, internalUrl: standing.internalUrl, note: null }
    : { kind: 'plain', domain, note: standing.note }
}

/** Listens at the place; elsewhere where the domain of last time is another account's, or where a better place shows. */
async function settle(
  session: NgrokSession,
  place: Place,
  api: NgrokApi | null,
  options: TunnelOptions,
  signal: AbortSignal,
): Promise<Opened> {
  const isBehind = place.kind === 'behind'
  const host = place.kind === 'behind' ? place.internalUrl : place.domain
  const opened = await session.listen(
    { host: host === null ? null : (hostOf(host) ?? host), internal: isBehind, policy: deskPolicy() },
    options.forwardTo,
  )
  if (!opened.ok) {
    const mayGoElsewhere = opened.trouble.reason === 'domain-refused' && !isBehind && host !== null && options.domain?.chosen !== true
    if (mayGoElsewhere && !signal.aborted) return settle(session, { kind: 'plain', domain: null, note: place.note }, api, options, signal)
    return { ...opened, note: place.note }
  }
  const { listening } = opened
  const given = host === null && options.standIn ? hostOf(listening.url) : null
  if (api !== null && given !== null && !signal.aborted) {
    // The account's domain is known only now: the cloud endpoint can't be made while something listens there.
    await listening.close()
    return settle(session, await choosePlace(api, options, given, signal), api, options, signal)
  }
  return {
    ok: true,
    tunnel: {
      url: place.kind === 'behind' ? `https://${place.domain}` : listening.url,
      note: place.note,
      standsIn: isBehind,
      latencyMs: session.latencyMs,
      closed: session.ended,
      close: session.close,
    },
  }
}
