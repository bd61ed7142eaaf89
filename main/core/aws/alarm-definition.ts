/** The states that an alarm can act on, with the field of its definition that lists the actions. */
export const actionFields = { alarm: 'AlarmActions', ok: 'OKActions', 'insufficient-data': 'InsufficientDataActions' } as const
export type ActionState = keyof typeof actionFields

export type AlarmType = 'metric' | 'composite' | 'log'

/** An alarm as DescribeAlarms answered it: its whole definition, and in which of the three lists it stood. */
export interface AlarmLook {
  type: AlarmType
  alarmName: string
  alarmArn: string
  actionsEnabled: boolean
  actions: Record<ActionState, string[]>
  /** As it was answered, with every field. */
  answered: Readonly<Record<string, unknown>>
}

/** What a Put call takes of an alarm; the names are those of the SDK's inputs. */
const definitionFields: Record<AlarmType, ReadonlySet<string>> = {
  metric: new Set([
    'AlarmName',
    'AlarmDescription',
    'ActionsEnabled',
    'OKActions',
    'AlarmActions',
    'InsufficientDataActions',
    'MetricName',
    'Namespace',
    'Statistic',
    'ExtendedStatistic',
    'Dimensions',
    'Period',
    'Unit',
    'EvaluationPeriods',
    'DatapointsToAlarm',
    'Threshold',
    'ComparisonOperator',
    'TreatMissingData',
    'EvaluateLowSampleCountPercentile',
    'Metrics',
    'ThresholdMetricId',
    'EvaluationWindow',
    'WarmUpConfiguration',
    'EvaluationCriteria',
    'EvaluationInterval',
    'ActionConfiguration',
  ]),
  composite: new Set([
    'AlarmName',
    'AlarmDescription',
    'AlarmRule',
    'ActionsEnabled',
    'OKActions',
    'AlarmActions',
    'InsufficientDataActions',
    'ActionsSuppressor',
    'ActionsSuppressorWaitPeriod',
    'ActionsSuppressorExtensionPeriod',
    'ActionConfiguration',
  ]),
  log: new Set(),
}

/** What AWS tells of an alarm beside its definition. */
const stateFields = new Set([
  'AlarmArn',
  'AlarmConfigurationUpdatedTimestamp',
  'StateValue',
  'StateReason',
  'StateReasonData',
  'StateUpdatedTimestamp',
  'StateTransitionedTimestamp',
  'EvaluationState',
  'ActionsSuppressedBy',
  'ActionsSuppressedReason',
])

export type Definition = { ok: true; definition: Record<string, unknown> } | { ok: false; said: string }

/**
 * The whole definition of an alarm, for a Put call that overwrites it. An alarm that has a field which is not known here is refused: what
 * can't be put back whole is not touched.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function definitionOf({ type, alarmName, answered }: AlarmLook): Definition {
  if (type === 'log')
    return { ok: false, said: `${alarmName} is a log alarm: change its actions in the AWS console, or with aws cloudwatch put-log-alarm.` }
  const given = Object.entries(answered).filter(([, value]) => value !== undefined && value !== null)
  const unknown = given.map(([name]) => name).filter((name) => !definitionFields[type].has(name) && !stateFields.has(name))
  if (unknown.length > 0) {
    const fields = unknown.join(', ')
    return { ok: false, said: `${alarmName} has settings that this desk does not know (${fields}): change its actions in the AWS console.` }
  }
  const definition = Object.fromEntries(given.filter(([name]) => definitionFields[type].has(name)))
  // AWS answers an empty list of dimensions for an alarm of several metrics, and takes none with them.
  const dimensions = definition.Dimensions
  if (definition.MetricName === undefined && Array.isArray(dimensions) && dimensions.length === 0) delete definition.Dimensions
  return { ok: true, definition }
}

/** A definition with one action more for each of some states; those that it has stay where they are. */
export function withActions(definition: Record<string, unknown>, states: readonly ActionState[], target: string): Record<string, unknown> {
  const added = states.map((state) => {
    const known = actionsIn(definition, state)
    return [actionFields[state], known.includes(target) ? known : [...known, target]]
  })
  return { ...definition, ...Object.fromEntries(added) }
}

/** A definition without an action in some states. */
export function withoutActions(
  definition: Record<string, unknown>,
  states: readonly ActionState[],
  target: string,
): Record<string, unknown> {
  const left = states.map((state) => [actionFields[state], actionsIn(definition, state).filter((action) => action !== target)])
  return { ...definition, ...Object.fromEntries(left) }
}

const actionsIn = (definition: Record<string, unknown>, state: ActionState): string[] => {
  const list = definition[actionFields[state]]
  return Array.isArray(list) ? list.filter((action): action is string => typeof action === 'string') : []
}
