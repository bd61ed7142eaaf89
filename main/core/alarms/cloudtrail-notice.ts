import { type Fields, fields, text } from './fields.ts'
import { lastPart, type Notice } from './notice.ts'

/**
 * A CloudTrail record, alone or as an event's detail: a sign-in to the console, or any other call.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
export function cloudTrailNotice(record: Fields): Notice | null {
  const eventName = text(record.eventName)
  const eventSource = text(record.eventSource)
  if (eventName === null || eventSource === null || record.userIdentity === undefined) return null
  const who = whoOf(fields(record.userIdentity))
  const from = text(record.sourceIPAddress)
  const error = text(record.errorMessage) ?? text(record.errorCode)
  if (eventName === 'ConsoleLogin') {
    const failed = text(fields(record.responseElements).ConsoleLogin) === 'Failure' || error !== null
    const mfa = text(fields(record.additionalEventData).MFAUsed)
    const how = failed || mfa !== 'No' ? '' : ', without MFA'
    return {
      title: `Console sign-in ${failed ? 'failed' : 'succeeded'} for ${who}${from === null ? '' : ` from ${from}`}${how}`,
      about: `cloudtrail|ConsoleLogin|${who}`,
      reason: error,
    }
  }
  const service = eventSource.replace(/\.amazonaws\.com$/, '')
  return {
    title: `CloudTrail: ${service} ${eventName} by ${who}${from === null ? '' : ` from ${from}`}${error === null ? '' : ` (${error})`}`,
    about: `cloudtrail|${service}|${eventName}|${who}`,
    reason: error,
  }
}

function whoOf(identity: Fields): string {
  const type = text(identity.type)
  if (type === 'Root') return 'root'
  const arn = text(identity.arn)
  return text(identity.userName) ?? (arn === null ? null : lastPart(arn)) ?? text(identity.invokedBy) ?? type ?? 'somebody unknown'
}
