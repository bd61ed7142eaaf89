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
  'AlarmName',
  'alarmName',
  'alarm_name',
  'name',
  'event',
  'Event',
]

/** Where such JSON nests what it says: custom notices to chat channels, events of one's own. */
const nested = ['content', 'detail', 'data', 'payload', 'alert']

/** JSON that nobody knows: its subject, or the first of its fields that is likely to be a sentence, or else what its fields hold. */
function unknownNotice(body: Fields, { subject, text: whole }: Unwrapped): Notice {
  const found = sentenceIn(body) ?? nested.map((name) => sentenceIn(fields(body[name]))).find((each) => each !== null) ?? null
  return { title: subject ?? found ?? (inPairs(body) || whole), about: subject ?? found ?? '', reason: found }
}

const sentenceIn = (body: Fields): string | null => telling.map((name) => text(body[name])).find((each) => each !== null) ?? null

/** `queue orders, depth 12`: the first of its plain fields, for want of anything better. */
function inPairs(body: Fields): string {
  const pairs: string[] = []
  for (const [name, value] of Object.entries(body).slice(0, 20)) {
    const said = typeof value === 'boolean' ? String(value) : text(value)
    if (said !== null && pairs.length < 5) pairs.push(`${name} ${plainLine(said, 60)}`)
  }
  return pairs.join(', ')
}
