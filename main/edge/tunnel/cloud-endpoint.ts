import { hostOf } from '../../core/tunnel/domain.ts'
import { cloudPolicy, internalUrlOf } from '../../core/tunnel/traffic-policy.ts'
import { sayTrouble } from '../../core/tunnel/trouble.ts'
import type { ApiFault, EndpointWish, NgrokApi, NgrokEndpoint } from './ngrok-api.ts'

/** How an endpoint of ours is known again. */
const ours = JSON.stringify({ owner: 'tocsin' })

export type Standing = { ok: true; internalUrl: string } | { ok: false; note: string; fault: ApiFault | null }

/**
 * Sees to it that a cloud endpoint of ours stands on the public domain, passes on to the desk's internal endpoint, and
 * answers 503 while that is away. One that is not ours is left alone.
 */
export async function ensureCloudEndpoint(api: NgrokApi, domain: string, signal: AbortSignal): Promise<Standing> {
  const internalUrl = internalUrlOf(domain)
  const wish: EndpointWish = {
    url: `https://${domain}`,
    type: 'cloud',
    bindings: ['public'],
    traffic_policy: cloudPolicy(internalUrl),
    description: 'Tocsin: passes SNS on to the desk, and answers 503 while that is away.',
    metadata: ours,
  }
  const found = await find(api, domain, signal)
  if (!found.ok) return refused(found.fault)
  if (found.value !== null) {
    if (found.value.metadata !== ours) {
      return {
        ok: false,
        note: `A cloud endpoint that is not Tocsin’s stands on ${domain}: remove it at dashboard.ngrok.com, or choose another domain.`,
        fault: null,
      }
    }
    if (samePolicy(found.value.traffic_policy, wish.traffic_policy)) return { ok: true, internalUrl }
    const updated = await api.updateEndpoint(found.value.id, { traffic_policy: wish.traffic_policy }, signal)
    return updated.ok ? { ok: true, internalUrl } : refused(updated.fault)
  }
  const created = await api.createEndpoint(wish, signal)
  return created.ok ? { ok: true, internalUrl } : refused(created.fault)
}

/** Takes our cloud endpoint off the domain, where one stands: else the desk itself could not have it. */
export async function removeCloudEndpoint(api: NgrokApi, domain: string, signal: AbortSignal): Promise<ApiFault | null> {
  const found = await find(api, domain, signal)
  if (!found.ok) return found.fault
  if (found.value === null || found.value.metadata !== ours) return null
  const removed = await api.deleteEndpoint(found.value.id, signal)
  return removed.ok ? null : removed.fault
}

async function find(
  api: NgrokApi,
  domain: string,
  signal: AbortSignal,
): Promise<{ ok: true; value: NgrokEndpoint | null } | { ok: false; fault: ApiFault }> {
  const listed = await api.endpoints(signal)
  if (!listed.ok) return listed
  const isThere = (one: NgrokEndpoint) => one.type === 'cloud' && hostOf(one.url ?? one.public_url ?? '') === domain
  return { ok: true, value: listed.value.find(isThere) ?? null }
}

function refused(fault: ApiFault): Standing {
  const { kind, trouble } = fault
  const why =
    kind === 'key'
      ? 'ngrok does not take the API key, or it may not do this.'
      : kind === 'no-network'
        ? 'ngrok’s API can’t be reached.'
        : trouble.reason === 'refused'
          ? 'ngrok does not allow it, most likely by the account’s plan.'
          : sayTrouble({ ...trouble, code: null })
  const code = trouble.code === null ? '' : ` (${trouble.code})`
  return { ok: false, note: `Nothing answers 503 for this desk while it is away. ${why}${code} It goes on without.`, fault }
}

function samePolicy(held: string | null | undefined, wished: string): boolean {
  try {
    return JSON.stringify(JSON.parse(held ?? '')) === wished
  } catch {
    return false
  }
}
