import { hostSuffix, type Partition, snsHost, type TopicArn } from './topic-arn.ts'

/** Where a signing certificate is had: built by us, never taken from a message. `file` is `SimpleNotificationService-<32 hex>.pem`. */
export interface CertificateAddress {
  host: string
  file: string
  url: string
}

const fileName = /^SimpleNotificationService-[0-9a-f]{32}\.pem$/

/**
 * The address of a message's certificate, if it is the one place where AWS keeps those of the topic's region; else null.
 * Compared as a string before any URL parser sees it: what parsers disagree about (userinfo, ports, dots, `..`, full-width dots)
 * is then simply another string.
 */
export function signingCertificateAddress(said: string | null, topic: TopicArn): CertificateAddress | null {
  const host = snsHost(topic)
  const base = `https://${host}/`
  if (said === null || !said.startsWith(base)) return null
  const file = said.slice(base.length)
  return fileName.test(file) ? { host, file, url: `${base}${file}` } : null
}

/** What the one right address looks like, for a person. */
export const expectedCertificateUrl = (topic: TopicArn): string => `https://${snsHost(topic)}/SimpleNotificationService-<32 hex digits>.pem`

/** Whether a host and a file may name a certificate on disk: nothing that could lead out of its folder. */
export const isCertificatePlace = (host: string, file: string): boolean => /^sns(?:\.[a-z0-9-]+)+$/.test(host) && fileName.test(file)

// The regions whose certificates are named after themselves, as AWS's Java SDK knows them (SnsHostProvider, 2026).
const optInRegions = new Set(
  'af-south-1 ap-east-1 ap-east-2 ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-west-1 eu-central-2 eu-south-1 eu-south-2 il-central-1 me-central-1 me-south-1 mx-central-1'.split(
    ' ',
  ),
)
const firstRegions = new Set(
  'ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2'.split(
    ' ',
  ),
)
const namedByHand: Readonly<Record<string, string>> = {
  'cn-north-1': 'sns-cn-north-1.amazonaws.com.cn',
  'cn-northwest-1': 'sns-cn-northwest-1.amazonaws.com.cn',
  'us-gov-east-1': 'sns-us-gov-west-1.amazonaws.com',
  'us-gov-west-1': 'sns-us-gov-west-1.amazonaws.com',
  'us-iso-east-1': 'sns-us-iso-east-1.c2s.ic.gov',
  'us-isob-east-1': 'sns-us-isob-east-1.sc2s.sgov.gov',
  'us-isof-east-1': 'sns-signing.us-isof-east-1.csp.hci.ic.gov',
  'us-isof-south-1': 'sns-signing.us-isof-south-1.csp.hci.ic.gov',
  'eu-isoe-west-1': 'sns-signing.eu-isoe-west-1.cloud.adc-e.uk',
  'eusc-de-east-1': 'sns-signing.eusc-de-east-1.amazonaws.eu',
}

/**
 * The names, one of which a signing certificate of this region must carry as its subject or alternative name. A region that is not
 * known here yet may carry any name that its partition has used.
 */
export function subjectNamesFor(region: string, partition: Partition): readonly string[] {
  const byHand = Object.hasOwn(namedByHand, region) ? namedByHand[region] : undefined
  if (byHand !== undefined) return [byHand]
  const suffix = hostSuffix(partition)
  const ofItself = `sns-signing.${region}.${suffix}`
  if (optInRegions.has(region)) return [ofItself]
  if (firstRegions.has(region)) return [`sns.${suffix}`]
  return [ofItself, `sns-${region}.${suffix}`, `sns.${suffix}`]
}
