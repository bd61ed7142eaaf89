/**
 * The parts of a topic's ARN: `arn:PARTITION:sns:REGION:ACCOUNT:NAME`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export interface TopicArn {
  partition: Partition
  region: string
  accountId: string
  name: string
}

// A closed list of directions, so that no name of somebody else's (`s3-us-west-2`, a bucket's host) has a region's shape.
const direction = '(?:north|south|east|west|central|northeast|northwest|southeast|southwest)'
const place = `${direction}-[1-9]\\d?`

/** The partitions of AWS: the shape of their regions and the suffix of their hosts, as the SDKs' `partitions.json` has them. */
const partitions = {
  aws: { region: new RegExp(`^(?!cn-)[a-z]{2}-${place}$`), suffix: 'amazonaws.com' },
  'aws-cn': { region: new RegExp(`^cn-${place}$`), suffix: 'amazonaws.com.cn' },
  'aws-us-gov': { region: new RegExp(`^us-gov-${place}$`), suffix: 'amazonaws.com' },
  'aws-iso': { region: new RegExp(`^us-iso-${place}$`), suffix: 'c2s.ic.gov' },
  'aws-iso-b': { region: new RegExp(`^us-isob-${place}$`), suffix: 'sc2s.sgov.gov' },
  'aws-iso-e': { region: new RegExp(`^eu-isoe-${place}$`), suffix: 'cloud.adc-e.uk' },
  'aws-iso-f': { region: new RegExp(`^us-isof-${place}$`), suffix: 'csp.hci.ic.gov' },
  'aws-eusc': { region: new RegExp(`^eusc-[a-z]{2}-${place}$`), suffix: 'amazonaws.eu' },
} as const
export type Partition = keyof typeof partitions

const isPartition = (name: string | undefined): name is Partition => name !== undefined && Object.hasOwn(partitions, name)

const topicName = /^[A-Za-z0-9_-]{1,256}(?:\.fifo)?$/

/** The parts of a topic's ARN, or null where it has not AWS's shape: an unknown partition, a region of another one, an account of other than twelve digits. */
export function parseTopicArn(arn: string): TopicArn | null {
  const [prefix, partition, service, region = '', accountId = '', name = '', ...more] = arn.split(':')
  if (prefix !== 'arn' || service !== 'sns' || more.length > 0 || !isPartition(partition)) return null
  const holds = partitions[partition].region.test(region) && /^\d{12}$/.test(accountId) && topicName.test(name)
  return holds ? { partition, region, accountId, name } : null
}

/**
 * Whether it could be a topic of a service that is compatible with SNS: the order of the parts is the same, their shapes are its own. A `*`
 * makes it a pattern, which a message never names: on the list it would let in more than its one topic.
 */
export const isTopicArnLike = (arn: string): boolean => /^arn:[^:\s*]+:sns:[^:\s*]*:[^:\s*]*:[^:\s*]+$/.test(arn)

/** The host of SNS in a region: `sns.eu-west-1.amazonaws.com`. */
export const snsHost = ({ partition, region }: Pick<TopicArn, 'partition' | 'region'>): string =>
  `sns.${region}.${partitions[partition].suffix}`

/** The suffix of a partition's hosts: `amazonaws.com`. */
export const hostSuffix = (partition: Partition): string => partitions[partition].suffix
