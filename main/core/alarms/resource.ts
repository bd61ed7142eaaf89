import type { AlarmEvent, Dimension } from './alarm-event.ts'
import { alarmNameIn } from './arn.ts'
import { plainLine } from './plain-line.ts'

type Watching = Pick<AlarmEvent, 'dimensions' | 'contributor' | 'children' | 'alarmRule' | 'namespace'>

const partsMax = 3
const lineMax = 80

/**
 * What an alarm watches, in a few words for a row: the contributor that speaks, the dimensions' values, the children of a composite alarm,
 * or else its rule or the metric's namespace. Null where a message tells none of them.
 */
export function resourceOf(event: Watching): string | null {
  const where = whereOf(event)
  if (where !== null) return where
  const children = childNamesOf(event)
  if (children.length > 0) return plainLine(enumerated(children, ', '), lineMax)
  const rest = event.alarmRule ?? event.namespace
  return rest === null ? null : plainLine(rest, lineMax)
}

/** The things themselves that are measured; null where a message names none. */
export function whereOf({ contributor, dimensions }: Pick<AlarmEvent, 'contributor' | 'dimensions'>): string | null {
  const parts = contributor === null ? [] : contributor.attributes.map(shown)
  const telling = dimensions.filter((each) => !attributes.test(each.name))
  const watched = (telling.length > 0 ? [...telling] : dimensions.filter((each) => each.name !== 'Currency')).sort(
    (one, other) => Number(namesThing(other.name)) - Number(namesThing(one.name)),
  )
  for (const each of watched) {
    const part = shown(each)
    if (!parts.includes(part)) parts.push(part)
  }
  if (parts.length === 0 && contributor !== null) parts.push(contributor.id)
  return parts.length === 0 ? null : plainLine(enumerated(parts, ' / '), lineMax)
}

/** The names of a composite alarm's children that are in alarm, or else of all that it names. */
export function childNamesOf({ children }: Pick<AlarmEvent, 'children'>): string[] {
  const burning = children.filter((each) => each.state === 'ALARM')
  return (burning.length > 0 ? burning : children).map((each) => alarmNameIn(each.arn) ?? each.arn)
}

const enumerated = (parts: readonly string[], between: string): string =>
  parts.length <= partsMax ? parts.join(between) : `${parts.slice(0, partsMax).join(between)} and ${parts.length - partsMax} more`

/** They say how a thing is built, not which one it is; the account and the region are told elsewhere. */
const attributes = /^(?:ImageId|InstanceType|fstype|device|Filesystem|ClientId|Currency)$/

const thing = /(?:Id|Ids|Name|Identifier|Arn|Function|LoadBalancer|TargetGroup|LogGroup|Host|host)$/

/** Whether a dimension's value stands for itself: `i-0abc` does, `200` or `prod` needs its name. */
const namesThing = (name: string): boolean => thing.test(name)

// The console's names of load balancers and target groups end in a hash.
const balancer = /^(?:app|net|gwy|targetgroup)\/([^/]+)\/[0-9a-f]+$/

function shown({ name, value }: Dimension): string {
  if (!namesThing(name)) return `${name}=${value}`
  const bare = value.startsWith('arn:') ? value.slice(value.lastIndexOf(':') + 1) : value
  return balancer.exec(bare)?.[1] ?? bare
}
