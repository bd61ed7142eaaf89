/** `arn:PARTITION:SERVICE:REGION:ACCOUNT:NAME`, taken apart. `name` may hold further colons. */
export interface Arn {
  partition: string
  service: string
  region: string
  accountId: string
  name: string
}

/** Null: not in the shape of an ARN. */
export function parseArn(arn: string): Arn | null {
  const [, partition, service, region, accountId, name] = /^arn:([^:]+):([^:]+):([^:]*):([^:]*):(.+)$/.exec(arn) ?? []
  if (partition === undefined || service === undefined || name === undefined) return null
  return { partition, service, region: region ?? '', accountId: accountId ?? '', name }
}

export function makeArn(service: string, place: { region: string; accountId: string }, name: string): string {
  return `arn:${partitionOf(place.region)}:${service}:${place.region}:${place.accountId}:${name}`
}

export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}
