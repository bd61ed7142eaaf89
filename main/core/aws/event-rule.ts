import { type Fields, fields, isFields, list } from '../alarms/fields.ts'

/** A rule of EventBridge that sends to a topic. */
export interface EventRule {
  name: string
  topicArn: string
  /** Which events it takes, as AWS has it. */
  pattern: Fields
}

/** A state of an alarm, as EventBridge tells it. */
export interface AlarmStateEvent {
  detailType: 'CloudWatch Alarm State Change' | 'CloudWatch Alarm Contributor State Change'
  alarmArn: string
  alarmName: string
  /** `ALARM`, `OK`, `INSUFFICIENT_DATA` */
  stateValue: string
  accountId: string
  region: string
}

/** `unknown`: the pattern asks for what is not known here, or in a way that is not read here. */
export type Verdict = 'takes' | 'leaves' | 'unknown'

/**
 * Whether a rule takes the event of a state change. Only what an alarm's name, state and place decide is known.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function ruleTakes({ pattern }: Pick<EventRule, 'pattern'>, event: AlarmStateEvent): Verdict {
  const known: Record<string, string> = {
    source: 'aws.cloudwatch',
    'detail-type': event.detailType,
    account: event.accountId,
    region: event.region,
    resources: event.alarmArn,
  }
  const verdicts = Object.entries(pattern).flatMap(([field, wanted]): Verdict[] => {
    if (field === 'detail') return detailTakes(fields(wanted), event)
    const value = known[field]
    return [value === undefined ? 'unknown' : matches(wanted, value)]
  })
  if (verdicts.includes('leaves')) return 'leaves'
  return verdicts.includes('unknown') ? 'unknown' : 'takes'
}

function detailTakes(detail: Fields, { alarmName, stateValue }: AlarmStateEvent): Verdict[] {
  return Object.entries(detail).flatMap(([field, wanted]): Verdict[] => {
    if (field === 'alarmName') return [matches(wanted, alarmName)]
    if (field !== 'state') return ['unknown']
    return Object.entries(fields(wanted)).map(([part, value]) => (part === 'value' ? matches(value, stateValue) : 'unknown'))
  })
}

/** One of a list is enough. */
function matches(wanted: unknown, value: string): Verdict {
  const verdicts = list(wanted).map((one) => matchesOne(one, value))
  if (verdicts.includes('takes')) return 'takes'
  return verdicts.includes('unknown') || verdicts.length === 0 ? 'unknown' : 'leaves'
}

function matchesOne(wanted: unknown, value: string): Verdict {
  const verdict = (holds: boolean): Verdict => (holds ? 'takes' : 'leaves')
  if (typeof wanted === 'string') return verdict(wanted === value)
  if (!isFields(wanted)) return 'unknown'
  const { prefix, suffix, 'anything-but': but, 'equals-ignore-case': same, exists } = wanted
  if (typeof prefix === 'string') return verdict(value.startsWith(prefix))
  if (typeof suffix === 'string') return verdict(value.endsWith(suffix))
  if (typeof same === 'string') return verdict(value.toLowerCase() === same.toLowerCase())
  if (typeof exists === 'boolean') return verdict(exists)
  const others = typeof but === 'string' ? [but] : list(but)
  return others.length > 0 && others.every((other) => typeof other === 'string') ? verdict(!others.includes(value)) : 'unknown'
}
