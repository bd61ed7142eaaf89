import { shellWord } from '../ui/format.ts'

/** The region in an ARN, where it has one that is no pattern. */
export function regionOf(arn: string): string | null {
  const region = arn.split(':')[3] ?? ''
  return /^[a-z0-9-]+$/.test(region) ? region : null
}

/** Whether it names one topic, not a pattern of them. */
export const isExact = (topic: string): boolean => !topic.includes('*')

const inRegion = (arn: string | null): string => {
  const region = arn === null ? null : regionOf(arn)
  return region === null ? '' : ` --region ${region}`
}

/** The line that subscribes an address to a topic. The address is a secret, and always quoted. */
export function subscribeLine(topicArn: string, url: string): string {
  const protocol = url.startsWith('http://') ? 'http' : 'https'
  return `aws sns subscribe --topic-arn ${topicArn === '' ? 'TOPIC_ARN' : shellWord(topicArn)} --protocol ${protocol} --notification-endpoint '${url.replaceAll("'", `'\\''`)}'${inRegion(topicArn)}`
}

/** The line that makes an alarm speak, without anything being wrong. The alarm lives in its topic's region. */
export function setAlarmLine(alarmName: string, topicArn: string | null): string {
  return `aws cloudwatch set-alarm-state --alarm-name ${alarmName === '' ? 'NAME' : shellWord(alarmName)} --state-value ALARM --state-reason "Tocsin test"${inRegion(topicArn)}`
}
