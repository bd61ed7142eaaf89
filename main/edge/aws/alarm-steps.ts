import type { PutCompositeAlarmCommandInput, PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch'
import { type AlarmLook, definitionOf, withActions, withoutActions } from '../../core/aws/alarm-definition.ts'
import { readAlarms } from './alarms.ts'
import { type StepDoer, type StepWork, stepFault } from './step-work.ts'

async function alarmOf({ place }: StepWork, alarmName: string): Promise<AlarmLook | null> {
  const found = await readAlarms(place.clients, place.region, { named: [alarmName] }, place.signal)
  return found.find((alarm) => alarm.alarmName === alarmName) ?? null
}

async function presentAlarm(work: StepWork, alarmName: string): Promise<AlarmLook> {
  const alarm = await alarmOf(work, alarmName)
  if (alarm === null) throw stepFault(`There is no alarm ${alarmName} any more.`)
  return alarm
}

/** Overwrites an alarm with the whole of its definition, changed in one place. Its state stays. */
async function put(
  { place }: StepWork,
  alarm: AlarmLook,
  change: (definition: Record<string, unknown>) => Record<string, unknown>,
): Promise<void> {
  const whole = definitionOf(alarm)
  if (!whole.ok) throw stepFault(whole.said)
  const { PutCompositeAlarmCommand, PutMetricAlarmCommand } = await import('@aws-sdk/client-cloudwatch')
  const cloudWatch = await place.clients.cloudWatch(place.region)
  // What DescribeAlarms answered, less what a Put call does not take: the fields have the same names and shapes.
  const definition: unknown = change(whole.definition)
  const options = { abortSignal: place.signal }
  if (alarm.type === 'composite') await cloudWatch.send(new PutCompositeAlarmCommand(definition as PutCompositeAlarmCommandInput), options)
  else await cloudWatch.send(new PutMetricAlarmCommand(definition as PutMetricAlarmCommandInput), options)
}

export const alarmActions: StepDoer<'alarm-actions'> = {
  async look({ alarmName, topicArn, states }, work) {
    const { actions } = await presentAlarm(work, alarmName)
    return { asWished: states.every((state) => actions[state].includes(topicArn)), before: { actions } }
  },
  async act({ alarmName, topicArn, states }, work) {
    await put(work, await presentAlarm(work, alarmName), (definition) => withActions(definition, states, topicArn))
    return { kind: 'done' }
  },
  async undo({ alarmName, topicArn, states }, work) {
    const alarm = await alarmOf(work, alarmName)
    const added = states.filter(
      (state) => work.before.actions?.[state].includes(topicArn) === false && alarm?.actions[state].includes(topicArn),
    )
    if (alarm === null || added.length === 0) return { said: null }
    await put(work, alarm, (definition) => withoutActions(definition, added, topicArn))
    return { said: null }
  },
}

export const enableActions: StepDoer<'enable-actions'> = {
  async look({ alarmName }, work) {
    const enabled = (await presentAlarm(work, alarmName)).actionsEnabled
    return { asWished: enabled, before: { enabled } }
  },
  async act({ alarmName }, { place }) {
    const { EnableAlarmActionsCommand } = await import('@aws-sdk/client-cloudwatch')
    const cloudWatch = await place.clients.cloudWatch(place.region)
    await cloudWatch.send(new EnableAlarmActionsCommand({ AlarmNames: [alarmName] }), { abortSignal: place.signal })
    return { kind: 'done' }
  },
  async undo({ alarmName }, work) {
    const { place } = work
    if (work.before.enabled !== false || (await alarmOf(work, alarmName))?.actionsEnabled !== true) return { said: null }
    const { DisableAlarmActionsCommand } = await import('@aws-sdk/client-cloudwatch')
    const cloudWatch = await place.clients.cloudWatch(place.region)
    await cloudWatch.send(new DisableAlarmActionsCommand({ AlarmNames: [alarmName] }), { abortSignal: place.signal })
    return { said: null }
  },
}
