/** CloudWatch's units that are shown by a sign. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const signs = new Map([
  ['percent', ' %'],
  ['kilobytes', ' kB'],
  ['megabytes', ' MB'],
  ['gigabytes', ' GB'],
  ['terabytes', ' TB'],
  ['bits', ' bit'],
  ['kilobits', ' kbit'],
  ['megabits', ' Mbit'],
  ['gigabits', ' Gbit'],
  ['terabits', ' Tbit'],
  ['count', ''],
  ['none', ''],
])

const ladders = {
  bytes: [
    [1, ' B'],
    [1024, ' KiB'],
    [1024 ** 2, ' MiB'],
    [1024 ** 3, ' GiB'],
    [1024 ** 4, ' TiB'],
    [1024 ** 5, ' PiB'],
  ],
  decimalbytes: [
    [1, ' B'],
    [1_000, ' kB'],
    [1_000_000, ' MB'],
    [1e9, ' GB'],
    [1e12, ' TB'],
    [1e15, ' PB'],
  ],
  microseconds: [
    [1, ' µs'],
    [1_000, ' ms'],
    [1_000_000, ' s'],
    [120_000_000, ' min', 60_000_000],
    [7_200_000_000, ' h', 3_600_000_000],
    [172_800_000_000, ' d', 86_400_000_000],
  ],
} as const

/**
 * A value as an operator reads it: `97.4 %`, `1.5 GiB`, `250 ms`, `12,345`.
 * @param unit CloudWatch's name of the unit, or null.
 * @param digits how many significant ones, at least.
 */
export function quantity(value: number, unit: string | null, digits = 3): string {
  const [of = '', per] = (unit ?? '').toLowerCase().split('/')
  const rate = per === undefined ? '' : '/s'
  switch (of) {
    case 'bytes':
      return laddered(value, 'bytes', digits) + rate
    case 'decimalbytes':
      return laddered(value, 'decimalbytes', digits) + rate
    case 'seconds':
      return laddered(value * 1_000_000, 'microseconds', digits)
    case 'milliseconds':
      return laddered(value * 1_000, 'microseconds', digits)
    case 'microseconds':
      return laddered(value, 'microseconds', digits)
    default: {
      if (unit !== null && currency.test(unit)) return money(value, unit)
      const sign = signs.get(of) ?? (/^[a-z%° ]{1,16}$/.test(of) ? ` ${of}` : '')
      return figure(value, digits) + sign + rate
    }
  }
}

/** A value and the threshold it is compared with, both as short as still tells them apart. */
export function quantities(value: number, threshold: number, given: string | null): [value: string, threshold: string] {
  const unit = given !== null && /^bytes/i.test(given) && isRoundDecimal(threshold) ? given.replace(/^bytes/i, 'decimalbytes') : given
  const shown = quantity(threshold, unit, 6)
  if (value === threshold) return [shown, shown]
  const significant = significantIn(shown)
  for (const digits of [Math.max(3, significant), 6, 9]) {
    const said = quantity(value, unit, digits)
    if (said !== shown) return [said, shown]
  }
  return [String(value), String(threshold)]
}

/** Somebody who set 2000000000 meant 2 GB, not 1.86265 GiB. */
const isRoundDecimal = (bytes: number): boolean => bytes !== 0 && bytes % 1e6 === 0 && bytes % 1024 ** 2 !== 0

const currency = /^[A-Z]{3}$/

const money = (value: number, unit: string): string =>
  Math.abs(value) < 1e9 ? `${value.toFixed(2).replace(/\B(?=(?:\d{3})+\.)/g, ',')} ${unit}` : `${figure(value, 3)} ${unit}`

/** How many significant digits a written number shows. */
function significantIn(shown: string): number {
  let count = 0
  let zeros = 0
  for (let index = 0; index < shown.length; index++) {
    const digit = shown.charCodeAt(index) - 48
    if (digit < 0 || digit > 9 || (digit === 0 && count === 0)) continue
    zeros = digit === 0 ? zeros + 1 : 0
    count++
  }
  return count - zeros
}

function laddered(value: number, by: keyof typeof ladders, digits: number): string {
  const size = Math.abs(value)
  const steps = ladders[by]
  const step = steps.findLast(([from]) => size >= from) ?? steps[0]
  const [from, sign, divisor = from] = step
  return figure(value / divisor, digits) + sign
}

function figure(value: number, digits: number): string {
  const size = Math.abs(value)
  if (size < 1_000 && Number.isInteger(value)) return size === 0 ? '0' : String(value)
  if (size >= 1e15 || size < 1e-4)
    return value
      .toExponential(2)
      .replace(/\.?0+e/, 'e')
      .replace('e+', 'e')
  const rounded = size >= 10 ** digits ? Math.round(value) : Number(value.toPrecision(digits))
  if (Math.abs(rounded) < 1_000) return String(rounded)
  const [whole = '', fraction] = String(rounded).split('.')
  return whole.replace(/\B(?=(?:\d{3})+$)/g, ',') + (fraction === undefined ? '' : `.${fraction}`)
}
