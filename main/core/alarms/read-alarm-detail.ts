import type { AlarmState } from '../../../preload/contract/words.ts'
import type { AlarmEvent } from './alarm-event.ts'
import { alarmStateOf } from './alarm-state.ts'
import { alarmNameIn } from './arn.ts'
import { assembleAlarm } from './assemble-alarm.ts'
import { readContributor } from './contributor.ts'
import { type Fields, fields, text } from './fields.ts'
import { instantOf } from './instant.ts'
import { originOf } from './origin.ts'
import { readReasonData } from './reason-data.ts'
import { readWatched } from './watched.ts'

/** What stands around the detail: the event's own fields, under the names of its form. */
export interface Around {
  alarmArn: string | null
  accountId: string | null
  region: string | null
  time: unknown
  topicArn: string | null
  configurationChange: boolean
}

/**
 * An alarm as EventBridge (`detail`) and a direct alarm action (`alarmData`) tell it: `{alarmName, state, previousState, configuration}`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export function readAlarmDetail(detail: Fields, around: Around): AlarmEvent | null {
  const { alarmArn, configurationChange } = around
  const alarmName = text(detail.alarmName) ?? (alarmArn === null ? null : alarmNameIn(alarmArn))
  if (alarmName === null) return null
  // Events made by hand write the bare word.
  const state = typeof detail.state === 'string' ? { value: detail.state } : fields(detail.state)
  const configuration = fields(detail.configuration)
  const contributor = fields(detail.alarmContributor)
  return assembleAlarm({
    // A change of the definition names the state too, and still tells of no change of it.
    state: configurationChange ? null : alarmStateOf(state.value),
    previousState: configurationChange ? null : alarmStateOf(fields(detail.previousState).value),
    alarmName,
    alarmArn,
    origin: originOf({
      arn: alarmArn,
      accountId: around.accountId,
      regionCode: around.region,
      regionName: around.region,
      topicArn: around.topicArn,
    }),
    regionName: around.region,
    at: instantOf(state.timestamp) ?? instantOf(around.time),
    reason: text(state.reason),
    reasonData: state.reasonData === undefined ? null : readReasonData(state.reasonData),
    description: text(configuration.description),
    contributor: readContributor(contributor.id, contributor.attributes),
    suppressedBy: configurationChange ? null : (text(state.actionsSuppressedBy) ?? mutedBy(detail, alarmStateOf(state.value))),
    afterMuteWindow: false,
    // By this road every change of state arrives, whatever actions the alarm has.
    okActionCount: null,
    children: [],
    watched: readWatched(configuration, detail),
    ...(configurationChange ? { configurationChange: { operation: text(detail.operation) } } : {}),
  })
}

/**
 * The mute rule that held the actions of this state, by its name: `mute rule nightly-deploy`. An OK counts all the same, since nothing says
 * that it is told again when the window ends, and an incident from before the window would stay open.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html
 */
function mutedBy(detail: Fields, state: AlarmState | null): string | null {
  const rule = text(fields(detail.muteDetail).mutedByArn)
  return rule === null || state === 'ok' ? null : `mute rule ${rule.slice(rule.lastIndexOf(':') + 1)}`
}
