const written = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(?:([Zz]|UTC|GMT)|([+-])(\d\d)(?::?(\d\d))?)?$/
const writtenInReason = /^\d\d\/\d\d\/\d\d \d\d:\d\d(?::\d\d)?$/
const epoch = /^\d{9,16}(?:\.\d{1,9})?$/

/** Where seconds since 1970 end and milliseconds begin: the year 5138, and 1973. */
const secondsMax = 1e11
const yearNineThousand = 253_402_300_799_999

/**
 * An instant in epoch milliseconds, or null for whatever is none. Takes what AWS writes: `2026-11-24T10:00:00.123+0000`
 * (no colon in the zone), `+00:00`, `Z`, minutes without seconds, and epoch seconds or milliseconds; without a zone it is UTC.
 */
export function instantOf(value: unknown): number | null {
  if (typeof value === 'number') return fromEpoch(value)
  if (typeof value !== 'string' || value.length > 40) return null
  const plain = value.trim()
  const parts = written.exec(plain)
  if (parts === null) return epoch.test(plain) ? fromEpoch(Number(plain)) : null
  const [, second = '0', fraction = '', , sign, zoneHour = '0', zoneMinute = '0'] = parts
  const year = pairAt(plain, 0) * 100 + pairAt(plain, 2)
  const at = utc(year, pairAt(plain, 5), pairAt(plain, 8), pairAt(plain, 11), pairAt(plain, 14), Number(second))
  if (at === null || Number(zoneHour) > 14 || Number(zoneMinute) > 59) return null
  const offsetMs = (Number(zoneHour) * 60 + Number(zoneMinute)) * 60_000
  return at + Number(`${fraction}000`.slice(0, 3)) - (sign === '-' ? -offsetMs : offsetMs)
}

/** The instant of a datapoint as a state reason writes it: `24/11/26 10:00:00`, day first, UTC; ISO too. */
export function instantInReason(value: string): number | null {
  if (!writtenInReason.test(value)) return instantOf(value)
  const second = value.length > 14 ? pairAt(value, 15) : 0
  return utc(2000 + pairAt(value, 6), pairAt(value, 3), pairAt(value, 0), pairAt(value, 9), pairAt(value, 12), second)
}

/** Two digits that are known to be there. A message has dozens, and captures cost more. */
const pairAt = (value: string, index: number): number => (value.charCodeAt(index) - 48) * 10 + value.charCodeAt(index + 1) - 48

function fromEpoch(value: number): number | null {
  if (!Number.isFinite(value) || value < 1e8) return null
  const at = Math.round(value < secondsMax ? value * 1_000 : value)
  return at <= yearNineThousand ? at : null
}

/** Date.UTC would take the 31st of February for the 3rd of March. */
function utc(year: number, month: number, day: number, hour: number, minute: number, second: number): number | null {
  if (year < 1970 || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return null
  if (day > daysIn(year, month)) return null
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
