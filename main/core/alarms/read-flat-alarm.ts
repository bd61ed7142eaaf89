import type { AlarmEvent } from './alarm-event.ts'
import { alarmStateOf } from './alarm-state.ts'
import { alarmNameIn } from './arn.ts'
import { assembleAlarm } from './assemble-alarm.ts'
import { type Fields, fieldsOrJson, isFields, text } from './fields.ts'
import { instantOf } from './instant.ts'
import { originOf } from './origin.ts'
import { readReasonData } from './reason-data.ts'
import { readWatched } from './watched.ts'

/** A message with more fields than this is something else. */
const fieldsMax = 60

/**
 * What an input transformer of EventBridge, or a function, makes of an alarm's event: flat JSON in names of its own, such as
 * `{"alarm_name": "HighCPU", "state": "ALARM", "reason": "..."}`. Null unless it names an alarm and one of CloudWatch's three states.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function readFlatAlarm(body: Fields, topicArn: string | null): AlarmEvent | null {
  const named = byPlainName(body)
  const first = (...names: string[]): unknown => names.map((name) => named.get(name)).find((value) => value !== undefined && value !== null)
  const said = first('newstatevalue', 'newstate', 'alarmstate', 'statevalue', 'state', 'status')
  const state = alarmStateOf(isFields(said) ? said.value : said)
  if (state === null) return null
  const arn = text(first('alarmarn', 'arn', 'resource'))
  const alarmArn = arn?.startsWith('arn:') && arn.includes(':alarm:') ? arn : null
  const alarmName = text(first('alarmname', 'alarm')) ?? (alarmArn === null ? null : alarmNameIn(alarmArn))
  if (alarmName === null) return null
  const previous = first('oldstatevalue', 'oldstate', 'previousstate')
  const region = text(first('region', 'awsregion'))
  const reasonData = first('reasondata', 'statereasondata')
  return assembleAlarm({
    state,
    previousState: alarmStateOf(isFields(previous) ? previous.value : previous),
    alarmName,
    alarmArn,
    origin: originOf({
      arn: alarmArn,
      accountId: text(first('account', 'accountid', 'awsaccountid', 'awsaccount')),
      regionCode: region,
      regionName: region,
      topicArn,
    }),
    regionName: region,
    at: instantOf(first('statechangetime', 'timestamp', 'time')),
    reason: text(first('newstatereason', 'statereason', 'reason')),
    reasonData: reasonData === undefined ? null : readReasonData(reasonData),
    description: text(first('alarmdescription', 'description')),
    contributor: null,
    suppressedBy: null,
    afterMuteWindow: false,
    okActionCount: null,
    children: [],
    watched: readWatched(fieldsOrJson(first('configuration', 'trigger') ?? body), body),
  })
}

/** The fields by their names without case, dashes and underscores. */
function byPlainName(body: Fields): Map<string, unknown> {
  const named = new Map<string, unknown>()
  for (const [name, value] of Object.entries(body).slice(0, fieldsMax)) {
    if (name.length <= 40) named.set(name.replace(/[^A-Za-z]/g, '').toLowerCase(), value)
  }
  return named
}
