import { parseArn } from './arn.ts'
import { isRegionCode, regionNamed } from './region.ts'

export interface Origin {
  accountId: string | null
  region: string | null
}

/**
 * Whose an alarm is and where. The account: the message's own field as given, then the alarm's ARN, then the topic's. The region: the
 * alarm's ARN, then a field that holds a code, then the topic's ARN, then the display name, which changed over the years.
 */
export function originOf(from: {
  arn: string | null
  accountId: string | null
  regionCode: string | null
  regionName: string | null
  topicArn: string | null
}): Origin {
  const alarm = parseArn(from.arn)
  const topic = parseArn(from.topicArn)
  const given = from.regionCode?.trim() ?? ''
  return {
    accountId: from.accountId ?? said(alarm?.accountId) ?? said(topic?.accountId),
    region: coded(alarm?.region) ?? coded(given) ?? coded(topic?.region) ?? regionNamed(from.regionName),
  }
}

const said = (value: string | undefined): string | null => (value === undefined || value.trim() === '' ? null : value)
const coded = (value: string | undefined): string | null => (value !== undefined && isRegionCode(value) ? value : null)
