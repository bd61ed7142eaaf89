/** How CloudWatch writes times, numbers, places and subjects, as recorded of its messages. */

/** `2026-09-14T11:18:48.031+0000`: CloudWatch's times have no colon in their zone. */
export function awsTime(at: number): string {
  return new Date(at).toISOString().replace('Z', '+0000')
}

/** Within a reason a datapoint's time is day/month/year. */
export function reasonTime(at: number): string {
  const [date = '', time = ''] = new Date(at).toISOString().split('T')
  const [year = '', month, day] = date.split('-')
  return `${day}/${month}/${year.slice(2)} ${time.slice(0, 8)}`
}

/** `Monday 14 September, 2026 11:18:48 UTC`, as in mails and in a composite's reason. */
export function longTime(at: number): string {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'long', day: '2-digit', month: 'long', year: 'numeric' })
  const part = Object.fromEntries(day.formatToParts(at).map(({ type, value }) => [type, value]))
  return `${part.weekday} ${part.day} ${part.month}, ${part.year} ${new Date(at).toISOString().slice(11, 19)} UTC`
}

/** CloudWatch writes a whole number with one decimal. */
export function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value)
}

const regionNames: Readonly<Record<string, string>> = {
  'us-east-1': 'US East (N. Virginia)',
  'us-east-2': 'US East (Ohio)',
  'us-west-1': 'US West (N. California)',
  'us-west-2': 'US West (Oregon)',
  'ca-central-1': 'Canada (Central)',
  'sa-east-1': 'South America (Sao Paulo)',
  'eu-west-1': 'EU (Ireland)',
  'eu-west-2': 'EU (London)',
  'eu-west-3': 'EU (Paris)',
  'eu-central-1': 'EU (Frankfurt)',
  'eu-north-1': 'EU (Stockholm)',
  'ap-northeast-1': 'Asia Pacific (Tokyo)',
  'ap-northeast-2': 'Asia Pacific (Seoul)',
  'ap-south-1': 'Asia Pacific (Mumbai)',
  'ap-southeast-1': 'Asia Pacific (Singapore)',
  'ap-southeast-2': 'Asia Pacific (Sydney)',
}

/** A region as CloudWatch's messages name it. */
export const regionName = (region: string): string => regionNames[region] ?? region

/** SNS takes a subject of 100 characters of ASCII: CloudWatch cuts a longer one, and a run of other characters becomes one underscore. */
export function subjectOf(state: string, alarmName: string, region: string): string {
  const subject = `${state}: "${alarmName}" in ${regionName(region)}`.replace(/[^\x20-\x7e]+/g, '_')
  return subject.length > 100 ? `${subject.slice(0, 97)}...` : subject
}
