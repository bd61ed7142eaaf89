import type { AlarmEvent } from './alarm-event.ts'
import { cloudTrailNotice } from './cloudtrail-notice.ts'
import { noticeKey } from './dedup-key.ts'
import { directNotice } from './direct-notice.ts'
import { eventBridgeNotice } from './eventbridge-notice.ts'
import { type Fields, fields, text } from './fields.ts'
import { instantOf } from './instant.ts'
import type { Notice } from './notice.ts'
import { originOf } from './origin.ts'
import { plainLine, shortened } from './plain-line.ts'
import { textNotice } from './text-notice.ts'
import type { Unwrapped } from './unwrap.ts'

const titleMax = 140
const reasonMax = 1_000

/** Everything that is no alarm: one line of what it says, whose it is and where. It tells no state, so it opens and closes nothing by itself. */
export function readNotice(said: Unwrapped): AlarmEvent {
  const body = said.body ?? fields(null)
  const notice =
    said.body === null
      ? textNotice(said.text, said.subject)
      : (eventBridgeNotice(body) ?? cloudTrailNotice(body) ?? directNotice(body) ?? unknownNotice(body, said))
  const title = plainLine(notice.title, titleMax) || 'A message without words'
  return {
    kind: 'notice',
    state: null,
    previousState: null,
    dedupKey: noticeKey(said.topicArn, notice.about === '' ? title : notice.about),
    title,
    reason: notice.reason === null ? null : shortened(notice.reason, reasonMax),
    alarmName: null,
    alarmArn: null,
    ...noticeOrigin(body, said),
    at: instantOf(body.time) ?? instantOf(body.eventTime) ?? instantOf(body.Time) ?? instantOf(body['Event Time']),
    description: null,
    contributor: null,
    suppressedBy: null,
    afterMuteWindow: false,
    okActionCount: null,
    namespace: null,
    metricName: null,
    dimensions: [],
    statistic: null,
    unit: null,
    expression: null,
    periodSeconds: null,
    evaluationPeriods: null,
    datapointsToAlarm: null,
    comparison: null,
    threshold: null,
    treatMissingData: null,
    datapoints: [],
    children: [],
    alarmRule: null,
  }
}

const accountInBudget = /^AWS Account (\d{12})$/m

function noticeOrigin(body: Fields, said: Unwrapped): { accountId: string | null; region: string | null } {
  const given =
    text(body.account) ??
    text(body.AWSAccountId) ??
    text(body.accountId) ??
    text(body.AccountId) ??
    text(body.recipientAccountId) ??
    text(fields(body.userIdentity).accountId)
  const inText = given === null && said.body === null ? (accountInBudget.exec(said.text.slice(0, 500))?.[1] ?? null) : null
  return originOf({
    arn: null,
    accountId: given ?? inText,
    regionCode: text(body.region) ?? text(body.awsRegion) ?? text(body.AWSRegion),
    regionName: text(body.Region),
    topicArn: said.topicArn,
  })
}

const telling = [
  'title',
  'Title',
  'subject',
  'Subject',
  'summary',
  'Summary',
  'message',
  'Message',
  'description',
  'Description',
  'text',
  'name',
  'event',
  'Event',
]

/** JSON that nobody knows: its subject, or the first of its fields that is likely to be a sentence. */
function unknownNotice(body: Fields, { subject, text: whole }: Unwrapped): Notice {
  const found = telling.map((name) => text(body[name])).find((each) => each !== null) ?? null
  return { title: subject ?? found ?? whole, about: subject ?? found ?? '', reason: found }
}
