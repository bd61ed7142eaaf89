import type { AlarmEvent } from './alarm-event.ts'
import { readDimensions } from './dimensions.ts'
import { text } from './fields.ts'

/** The time series that speaks; without an id its attributes name it, so that one series' OK never closes another's problem. */
export function readContributor(id: unknown, attributes: unknown): AlarmEvent['contributor'] {
  const read = readDimensions(attributes)
  const given = text(id)
  if (given !== null) return { id: given, attributes: read }
  if (read.length === 0) return null
  const built = read
    .map((each) => `${each.name}=${each.value}`)
    .sort()
    .join(',')
  return { id: built, attributes: read }
}
