interface Arn {
  partition: string
  service: string
  region: string
  accountId: string
  resource: string
}

/**
 * The parts of `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`, whatever they hold: redacted ones are common. Null where the six are not there.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function parseArn(value: string | null): Arn | null {
  if (value === null || !value.startsWith('arn:')) return null
  const service = value.indexOf(':', 4)
  const region = value.indexOf(':', service + 1)
  const account = value.indexOf(':', region + 1)
  const resource = value.indexOf(':', account + 1)
  if (service < 0 || region < 0 || account < 0 || resource < 0) return null
  return {
    partition: value.slice(4, service),
    service: value.slice(service + 1, region),
    region: value.slice(region + 1, account),
    accountId: value.slice(account + 1, resource),
    resource: value.slice(resource + 1),
  }
}

/** The name of the alarm that an alarm's ARN ends with. */
export function alarmNameIn(arn: string): string | null {
  const resource = parseArn(arn)?.resource ?? ''
  return resource.startsWith('alarm:') && resource.length > 6 ? resource.slice(6) : null
}
