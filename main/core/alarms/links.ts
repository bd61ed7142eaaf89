import type { AlarmEvent } from './alarm-event.ts'
import { alarmNameIn, parseArn } from './arn.ts'
import { type JsUrl, jsUrl } from './jsurl.ts'
import { partitionOf } from './region.ts'

interface Link {
  label: string
  url: string
}

/** The hosts of AWS's consoles. Partitions without a public console have none. https://docs.aws.amazon.com/general/latest/gr/mgmt-console.html */
const consoles = new Map([
  ['aws', 'console.aws.amazon.com'],
  ['aws-cn', 'console.amazonaws.cn'],
  ['aws-us-gov', 'console.amazonaws-us-gov.com'],
  ['aws-eusc', 'console.amazonaws-eusc.eu'],
])

const childrenMax = 3
const hourMs = 3_600_000

/**
 * Pages of the AWS console that an alarm leads to: the alarm, its metric around the time of the event, what it watches, and the children
 * that set it off. https only, each part encoded; empty where the region or the alarm's name is unknown.
 */
export function alarmLinks(event: AlarmEvent): Link[] {
  const { region, alarmName } = event
  if (region === null || alarmName === null) return []
  const host = consoles.get(partitionOf(region) ?? '')
  if (host === undefined) return []
  const page = (service: string, fragment: string) => `https://${region}.${host}/${service}/home?region=${region}#${fragment}`
  const alarmPage = (name: string) => page('cloudwatch', `alarmsV2:alarm/${encoded(name)}`)
  const links: Link[] = [{ label: 'Alarm in CloudWatch', url: `${alarmPage(alarmName)}${contributorFilter(event)}` }]
  const graph = metricGraph(event, region)
  if (graph !== null) links.push({ label: 'Metric in CloudWatch', url: page('cloudwatch', `metricsV2:graph=${graph}`) })
  for (const group of logGroupsOf(event)) {
    links.push({ label: `Logs of ${group}`, url: page('cloudwatch', `logsV2:log-groups/log-group/${twiceEncoded(group)}`) })
  }
  const instance = event.dimensions.find((each) => each.name === 'InstanceId' && /^i-[0-9a-f]{1,32}$/.test(each.value))
  if (instance !== undefined) {
    links.push({ label: `Instance ${instance.value}`, url: page('ec2', `InstanceDetails:instanceId=${encoded(instance.value)}`) })
  }
  for (const { arn } of event.children.slice(0, childrenMax)) {
    const name = alarmNameIn(arn)
    // A child elsewhere would need that region's console.
    if (name !== null && parseArn(arn)?.region === region) links.push({ label: `Child alarm ${name}`, url: alarmPage(name) })
  }
  return links
}

/** As the console's own mail links a contributor. */
function contributorFilter({ contributor, at }: AlarmEvent): string {
  if (contributor === null) return ''
  const tokens = [{ propertyKey: 'ContributorId', operator: '=', value: contributor.id }]
  const filter = { tokens, operation: 'and' }
  return `?${jsUrl({ contributorAttributesFilter: filter, timestamp: isoOf(at) })}`
}

/** Three hours before the event until one after it. */
function metricGraph(event: AlarmEvent, region: string): string | null {
  const metrics = metricsOf(event, region)
  if (metrics === null) return null
  const { at, statistic, periodSeconds } = event
  return jsUrl({
    metrics,
    view: 'timeSeries',
    stacked: false,
    region,
    stat: statistic ?? 'Average',
    period: periodSeconds ?? 60,
    start: isoOf(at === null ? null : at - 3 * hourMs),
    end: isoOf(at === null ? null : at + hourMs),
  })
}

function metricsOf({ kind, namespace, metricName, dimensions, expression }: AlarmEvent, region: string): JsUrl | null {
  if (kind === 'metrics-insights' && expression !== null) return [[{ expression, id: 'q1', region }]]
  if ((kind !== 'metric' && kind !== 'anomaly') || namespace === null || metricName === null) return null
  return [[namespace, metricName, ...dimensions.flatMap((each) => [each.name, each.value])]]
}

/** Those that a log alarm names, and that of a Lambda function. */
function logGroupsOf({ kind, namespace, dimensions }: AlarmEvent): string[] {
  if (kind === 'log') {
    return dimensions
      .filter((each) => each.name === 'LogGroup')
      .slice(0, childrenMax)
      .map(
        ({ value }) =>
          parseArn(value)
            ?.resource.replace(/^log-group:/, '')
            .replace(/:\*$/, '') ?? value,
      )
  }
  const lambda = namespace === 'AWS/Lambda' ? dimensions.find((each) => each.name === 'FunctionName') : undefined
  return lambda === undefined ? [] : [`/aws/lambda/${lambda.value}`]
}

/** Half a character would make encodeURIComponent throw. */
const encoded = (value: string): string => encodeURIComponent(value.replace(/\p{Cs}/gu, '\ufffd')).replace(/[!'()*]/g, percent)

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`

/** The logs console encodes twice and writes `$` for the second `%`. */
const twiceEncoded = (value: string): string => encodeURIComponent(encoded(value)).replaceAll('%', '$')

const dateMaxMs = 8.64e15

const isoOf = (at: number | null): string | undefined => (at === null || Math.abs(at) > dateMaxMs ? undefined : new Date(at).toISOString())
