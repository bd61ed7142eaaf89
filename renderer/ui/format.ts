const secondMs = 1_000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** How long, in the one unit that matters: `41 s`, `21 min`, `3 h`, `6 d`. */
export function duration(ms: number): string {
  const length = Math.max(0, ms)
  if (length < minuteMs) return `${Math.floor(length / secondMs)} s`
  if (length < hourMs) return `${Math.floor(length / minuteMs)} min`
  if (length < 2 * dayMs) return `${Math.floor(length / hourMs)} h`
  return `${Math.floor(length / dayMs)} d`
}

/** How long, in two units: `13 h 21 min`. */
export function longDuration(ms: number): string {
  const length = Math.max(0, ms)
  if (length < hourMs) return duration(length)
  const [big, bigMs, small, smallMs] = length < dayMs ? (['h', hourMs, 'min', minuteMs] as const) : (['d', dayMs, 'h', hourMs] as const)
  const rest = Math.floor((length % bigMs) / smallMs)
  return `${Math.floor(length / bigMs)} ${big}${rest === 0 ? '' : ` ${rest} ${small}`}`
}

/** A whole number of seconds in words: `3 days`, `90 min`. */
export function secondsInWords(seconds: number): string {
  for (const [unit, size] of [
    ['day', 86_400],
    ['h', 3_600],
    ['min', 60],
  ] as const) {
    if (seconds < size || seconds % size !== 0) continue
    const count = seconds / size
    return unit === 'day' ? `${count} ${count === 1 ? 'day' : 'days'}` : `${count} ${unit}`
  }
  return `${seconds} s`
}

const parts = (at: number, timeZone: string | undefined, options: Intl.DateTimeFormatOptions): Record<string, string> =>
  Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', ...options }).formatToParts(at).map(({ type, value }) => [type, value]),
  )

export type Precision = 'minute' | 'second' | 'millisecond'

/** `03:04`, `03:04:12`, `03:04:12.398`, in the zone given or the local one. */
export function timeOfDay(at: number, precision: Precision, timeZone?: string): string {
  const { hour, minute, second, fractionalSecond } = parts(at, timeZone, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  })
  const short = `${hour}:${minute}`
  if (precision === 'minute') return short
  return precision === 'second' ? `${short}:${second}` : `${short}:${second}.${fractionalSecond}`
}

/** `CET`, `EST`, `GMT+8`: what the zone is called at that time. */
export function zoneName(at: number, timeZone?: string): string {
  const british = parts(at, timeZone, { timeZoneName: 'short' }).timeZoneName ?? ''
  if (!/^GMT[+-]/.test(british)) return british
  const american = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'short' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value
  return american ?? british
}

/** The same instant here and in UTC; once where that is the same. */
export function bothZones(at: number, precision: Precision, timeZone?: string): { here: string; utc: string | null } {
  const utc = `${timeOfDay(at, precision, 'UTC')} UTC`
  const zone = zoneName(at, timeZone)
  return zone === 'UTC' ? { here: utc, utc: null } : { here: `${timeOfDay(at, precision, timeZone)} ${zone}`, utc }
}

/** `02:47` on the day itself, `Tue 02:47` within the week, `12 Nov` before. */
export function shortInstant(at: number, now: number, timeZone?: string): string {
  const day = (instant: number) => parts(instant, timeZone, { day: '2-digit', month: '2-digit', year: 'numeric' })
  const [a, b] = [day(at), day(now)]
  const time = timeOfDay(at, 'minute', timeZone)
  if (a.day === b.day && a.month === b.month && a.year === b.year) return time
  if (Math.abs(now - at) < 6 * dayMs) return `${parts(at, timeZone, { weekday: 'short' }).weekday} ${time}`
  const { day: dayOfMonth, month } = parts(at, timeZone, { day: 'numeric', month: 'short' })
  return `${dayOfMonth} ${month}`
}

/** The whole instant, for a title: both zones, with the day. */
export function fullInstant(at: number, timeZone?: string): string {
  const { weekday, day, month, year } = parts(at, timeZone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
  const { here, utc } = bothZones(at, 'second', timeZone)
  return `${weekday} ${day} ${month} ${year} ${here}${utc === null ? '' : ` · ${utc}`}`
}

/** `2.5 kB` */
export function bytes(count: number): string {
  if (count < 1_000) return `${count} B`
  if (count < 1_000_000) return `${(count / 1_000).toFixed(1)} kB`
  return `${(count / 1_000_000).toFixed(1)} MB`
}

/** A reading without false precision: three digits that matter. */
export function reading(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  if (size >= 1e6 || (size > 0 && size < 1e-3)) return value.toPrecision(3).replace(/\.?0+(e|$)/, '$1')
  return String(Number(value.toPrecision(size >= 1_000 ? 4 : 3)))
}

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`

/** What of an ARN names the thing: `123456789012:prod-alarms`, or the text itself. */
export function shortArn(arn: string): string {
  const [head, , , , account, ...rest] = arn.split(':')
  return head === 'arn' && rest.length > 0 ? `${account}:${rest.join(':')}` : arn
}

/** A text as one word of a POSIX shell. */
export const shellWord = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

/**
 * CloudWatch's own sentence without what a reader does not need at three in the night: the times of the datapoints,
 * the rule of the transition, the words that begin each. What is no such sentence stands as it is.
 */
export function briefReason(reason: string): string {
  return reason
    .replace(/^Threshold Crossed: /, '')
    .replace(/ \(\d{2}\/\d{2}\/\d{2} \d{2}:\d{2}:\d{2}\)/g, '')
    .replace(/ \(minimum \d+ datapoints? for [^)]*transition\)/, '')
    .replace(/\.$/, '')
}
