/** When a mute rule holds: a moment or a repetition, how long, and between which dates. */
export interface MuteSchedule {
  /** `cron(0 2 * * SUN)` or `at(2026-12-23T00:00)`, in the time zone. */
  expression: string
  /** ISO 8601, from `PT1M` to `P15D`. */
  duration: string
  timeZone: string
  startAt: number | null
  expireAt: number | null
}

export type MuteStatus = 'SCHEDULED' | 'ACTIVE' | 'EXPIRED'

const minuteMs = 60_000
const dayMs = 86_400_000

/** Whether CloudWatch would take it. Source: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html */
export function isMuteSchedule({ expression, duration, timeZone }: MuteSchedule): boolean {
  const durationMs = readDuration(duration)
  const fits = durationMs !== null && durationMs >= minuteMs && durationMs <= 15 * dayMs
  return fits && isTimeZone(timeZone) && (readCron(expression) !== null || readAt(expression) !== null)
}

export const isOnce = ({ expression }: Pick<MuteSchedule, 'expression'>): boolean => expression.startsWith('at(')

/** The end of the window that is open at `now`, in epoch milliseconds; null: none is. */
export function windowEnd(schedule: MuteSchedule, now: number): number | null {
  const { expression, timeZone, startAt, expireAt } = schedule
  if ((startAt !== null && now < startAt) || (expireAt !== null && now >= expireAt)) return null
  const durationMs = readDuration(schedule.duration) ?? 0
  const begun = isOnce(schedule) ? beginningOf(expression, timeZone) : lastBeginning(expression, timeZone, now, durationMs)
  if (begun === null || begun > now || begun + durationMs <= now) return null
  return Math.min(begun + durationMs, expireAt ?? Number.POSITIVE_INFINITY)
}

export function muteStatus(schedule: MuteSchedule, now: number): MuteStatus {
  if (windowEnd(schedule, now) !== null) return 'ACTIVE'
  if (schedule.expireAt !== null && now >= schedule.expireAt) return 'EXPIRED'
  const once = isOnce(schedule) ? beginningOf(schedule.expression, schedule.timeZone) : null
  return once !== null && once <= now ? 'EXPIRED' : 'SCHEDULED'
}

function readDuration(text: string): number | null {
  const [whole, days = 0, hours = 0, minutes = 0] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(text) ?? []
  return whole === undefined ? null : Number(days) * dayMs + Number(hours) * 60 * minuteMs + Number(minutes) * minuteMs
}

/** The local time as if it were UTC. */
function readAt(expression: string): number | null {
  const [, local] = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d)\)$/.exec(expression) ?? []
  const at = local === undefined ? Number.NaN : Date.parse(`${local}:00Z`)
  return Number.isNaN(at) ? null : at
}

function beginningOf(expression: string, timeZone: string): number | null {
  const local = readAt(expression)
  return local === null ? null : local - offsetMs(timeZone, local - offsetMs(timeZone, local))
}

const names = {
  month: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  day: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
}

type Field = (value: number) => boolean

function readCron(expression: string): [Field, Field, Field, Field, Field] | null {
  const [, inner = ''] = /^cron\((.+)\)$/.exec(expression) ?? []
  const [minute, hour, date, month, day, more] = inner.trim().split(/\s+/)
  if (minute === undefined || hour === undefined || date === undefined || month === undefined || day === undefined || more !== undefined)
    return null
  const fields = [
    readField(minute),
    readField(hour),
    readField(date),
    readField(month, names.month, 1),
    readField(day, names.day, 0),
  ] as const
  const [a, b, c, d, e] = fields
  return a && b && c && d && e ? [a, b, c, d, e] : null
}

/** `*`, `1,2`, `1-5`, names where the field has them. */
function readField(text: string, named: readonly string[] = [], first = 0): Field | null {
  if (text === '*') return () => true
  const number = (part: string) => (named.includes(part) ? named.indexOf(part) + first : /^\d+$/.test(part) ? Number(part) : Number.NaN)
  const ranges = text.split(',').map((part) => {
    const [from = '', to = from] = part.split('-')
    return [number(from), number(to)] as const
  })
  return ranges.flat().some(Number.isNaN) ? null : (value) => ranges.some(([from, to]) => value >= from && value <= to)
}

/** The newest moment at which the window began, no longer ago than it lasts. */
function lastBeginning(expression: string, timeZone: string, now: number, durationMs: number): number | null {
  const cron = readCron(expression)
  if (cron === null) return null
  const [minute, hour, date, month, day] = cron
  let offset = { hour: Number.NaN, ms: 0 }
  for (let at = Math.floor(now / minuteMs) * minuteMs; at > now - durationMs; at -= minuteMs) {
    const thisHour = Math.floor(at / (60 * minuteMs))
    if (offset.hour !== thisHour) offset = { hour: thisHour, ms: offsetMs(timeZone, at) }
    const local = new Date(at + offset.ms)
    const on = month(local.getUTCMonth() + 1) && date(local.getUTCDate()) && day(local.getUTCDay())
    if (on && hour(local.getUTCHours()) && minute(local.getUTCMinutes())) return at
  }
  return null
}

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return true
  } catch {
    return false // no such zone
  }
}

/** How far local time is ahead of UTC. */
function offsetMs(timeZone: string, at: number): number {
  if (timeZone === 'UTC') return 0
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1_000) * 1_000
}
