import type { StaleReason } from '../../../preload/contract/words.ts'

/** A subscription of an account's, as SNS lists it. `subscriptionArn`: null while it waits to be confirmed. */
export interface HeldSubscription {
  topicArn: string
  subscriptionArn: string | null
  endpoint: string
}

/** An integration's way in. `formerSecret`: of before a rotation, while it is still let in. */
export interface Door {
  integrationId: number
  secret: string
  formerSecret: string | null
}

/** A topic that still speaks to where this desk no longer is. The old ones are ended only once the new one is confirmed. */
export interface Move {
  topicArn: string
  integrationId: number
  endpoint: string
  /** The confirmed ones that lead elsewhere. */
  from: { subscriptionArn: string; endpoint: string }[]
  /** What has to come next. */
  next: 'subscribe' | 'await-confirmation'
}

/**
 * A subscription that was this desk's and is of no use any more. `moved`: the same topic speaks to the address of now;
 * `rotated`: the same by the secret of now; `integration-removed`: nobody is behind it.
 */
export interface Stale {
  topicArn: string
  subscriptionArn: string
  endpoint: string
  integrationId: number | null
  why: StaleReason
}

export interface MovePlan {
  moves: Move[]
  stale: Stale[]
}

/**
 * What has to become of an account's subscriptions so that each topic that speaks to this desk does so where it is now.
 * What is not this desk's is not in the plan: an endpoint is ours by its secret, or by an address that was ours.
 * @param base the public URL of now
 * @param formerBases public URLs of before
 */
export function planMove(
  { base, formerBases, doors }: { base: string; formerBases: readonly string[]; doors: readonly Door[] },
  held: readonly HeldSubscription[],
): MovePlan {
  const ours = new Set([base, ...formerBases].map(plainBase))
  const plan: MovePlan = { moves: [], stale: [] }
  const groups = new Map<string, { topicArn: string; door: Door; held: HeldSubscription[] }>()
  for (const one of held) {
    const place = placeOf(one.endpoint)
    if (place === null) continue
    const door = doors.find(({ secret, formerSecret }) => place.secret === secret || place.secret === formerSecret)
    if (door !== undefined) {
      const key = `${one.topicArn} ${door.integrationId}`
      const group = groups.get(key) ?? { topicArn: one.topicArn, door, held: [] }
      group.held.push(one)
      groups.set(key, group)
    } else if (ours.has(place.base) && one.subscriptionArn !== null) {
      const { topicArn, subscriptionArn, endpoint } = one
      plan.stale.push({ topicArn, subscriptionArn, endpoint, integrationId: null, why: 'integration-removed' })
    }
  }
  for (const { topicArn, door, held: ofDoor } of groups.values()) {
    const { integrationId, secret } = door
    const isHere = ({ endpoint }: HeldSubscription) => {
      const place = placeOf(endpoint)
      return place?.base === plainBase(base) && place.secret === secret
    }
    const here = ofDoor.filter(isHere)
    const elsewhere = ofDoor.flatMap((one) =>
      one.subscriptionArn === null || isHere(one) ? [] : [{ subscriptionArn: one.subscriptionArn, endpoint: one.endpoint }],
    )
    if (elsewhere.length === 0) continue
    if (here.some(({ subscriptionArn }) => subscriptionArn !== null)) {
      for (const one of elsewhere) {
        const why = placeOf(one.endpoint)?.secret === secret ? 'moved' : 'rotated'
        plan.stale.push({ topicArn, ...one, integrationId, why })
      }
    } else {
      const next = here.length > 0 ? 'await-confirmation' : 'subscribe'
      plan.moves.push({ topicArn, integrationId, endpoint: `${base}/in/${secret}`, from: elsewhere, next })
    }
  }
  return plan
}

/** An endpoint's address and secret; a name and password in it are not part of either. Null: it has not the shape of ours. */
function placeOf(endpoint: string): { base: string; secret: string } | null {
  if (!URL.canParse(endpoint)) return null
  const { protocol, host, pathname } = new URL(endpoint)
  const [, before, secret] = /^(.*)\/in\/([\w-]+)$/.exec(pathname) ?? []
  return before === undefined || secret === undefined ? null : { base: `${protocol}//${host}${before}`, secret }
}

const plainBase = (base: string): string => placeOf(`${base}/in/x`)?.base ?? base
