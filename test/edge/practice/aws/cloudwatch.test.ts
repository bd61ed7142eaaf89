import {
  DeleteAlarmsCommand,
  DescribeAlarmContributorsCommand,
  DescribeAlarmHistoryCommand,
  type DescribeAlarmHistoryCommandInput,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  PutCompositeAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch'
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge'
import { SetTopicAttributesCommand } from '@aws-sdk/client-sns'
import { describe, expect, it } from 'vitest'
import { topicArn, type WithAlarms, withAlarms } from './alarms.ts'
import { failure } from './failure.ts'

const alarmArn = (name: string) => `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`
const allTypes = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] as const

const set = ({ cloudWatch }: WithAlarms, AlarmName: string, StateValue: 'ALARM' | 'OK' | 'INSUFFICIENT_DATA', StateReason = 'by hand') =>
  cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason }))

const history = async ({ cloudWatch }: WithAlarms, wish: DescribeAlarmHistoryCommandInput) =>
  ((await cloudWatch.send(new DescribeAlarmHistoryCommand(wish))).AlarmHistoryItems ?? []).map((item) => ({
    ...item,
    data: JSON.parse(item.HistoryData ?? 'null'),
  }))

const math = {
  Metrics: [
    {
      Id: 'm1',
      MetricStat: { Metric: { Namespace: 'AWS/EC2', MetricName: 'CPUUtilization', Dimensions: [] }, Period: 60, Stat: 'Average' },
      ReturnData: false,
    },
    { Id: 'e1', Expression: 'm1 + 0', Label: 'sum', ReturnData: true },
  ],
}
const grouped = {
  Metrics: [{ Id: 'q', Expression: 'SELECT MAX(Load) FROM "App" GROUP BY Team ORDER BY MAX() DESC', Period: 60, ReturnData: true }],
}

describe('DescribeAlarms', () => {
  it('answers three lists, metric alarms alone unless the types are named, each kind with its own fields', async () => {
    const started = await withAlarms()
    const { cloudWatch, put } = started
    await put('metric', { Dimensions: [{ Name: 'InstanceId', Value: 'i-1' }] })
    await put('math', math)
    await cloudWatch.send(new PutCompositeAlarmCommand({ AlarmName: 'composite', AlarmRule: 'ALARM("metric")' }))
    const plain = await cloudWatch.send(new DescribeAlarmsCommand({}))
    expect([plain.MetricAlarms?.length, plain.CompositeAlarms, plain.LogAlarms]).toEqual([2, [], []])
    const all = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmTypes: [...allTypes] }))
    const [mathAlarm, metric] = all.MetricAlarms ?? []
    expect(metric).toMatchObject({
      AlarmArn: alarmArn('metric'),
      ActionsEnabled: true,
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Unchecked: Initial alarm creation',
      MetricName: 'CPUUtilization',
      Dimensions: [{ Name: 'InstanceId', Value: 'i-1' }],
      InsufficientDataActions: [],
    })
    expect(metric?.StateTransitionedTimestamp?.getTime()).toBe(started.clock.now())
    expect(mathAlarm).toMatchObject({ AlarmName: 'math', Dimensions: [] })
    for (const field of ['MetricName', 'Namespace', 'Statistic', 'Period']) expect(mathAlarm).not.toHaveProperty(field)
    expect(all.CompositeAlarms).toMatchObject([{ AlarmName: 'composite', AlarmRule: 'ALARM("metric")', StateValue: 'OK' }])
    expect(JSON.parse(all.CompositeAlarms?.[0]?.StateReasonData ?? '').triggeringAlarms).toHaveLength(1)
  })

  it('pages by a hundred at most, over all kinds, and filters by name, prefix, state and action', async () => {
    const started = await withAlarms()
    const { cloudWatch, put } = started
    for (let i = 0; i < 5; i++)
      await put(`a-${i}`, i === 4 ? { AlarmActions: ['arn:aws:sns:eu-west-1:123456789012:other'], OKActions: [] } : {})
    await cloudWatch.send(new PutCompositeAlarmCommand({ AlarmName: 'c', AlarmRule: 'TRUE' }))
    const names: (string | undefined)[] = []
    let NextToken: string | undefined
    let pages = 0
    do {
      const page = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmTypes: [...allTypes], MaxRecords: 4, NextToken }))
      names.push(...[...(page.CompositeAlarms ?? []), ...(page.MetricAlarms ?? [])].map(({ AlarmName }) => AlarmName))
      NextToken = page.NextToken
      pages += 1
    } while (NextToken !== undefined)
    expect([pages, names]).toEqual([2, ['c', 'a-0', 'a-1', 'a-2', 'a-3', 'a-4']])
    await set(started, 'a-2', 'ALARM')
    const found = async (wish: object) =>
      (await cloudWatch.send(new DescribeAlarmsCommand(wish))).MetricAlarms?.map(({ AlarmName }) => AlarmName)
    expect(await found({ StateValue: 'ALARM' })).toEqual(['a-2'])
    expect(await found({ ActionPrefix: topicArn })).toEqual(['a-0', 'a-1', 'a-2', 'a-3'])
    expect(await found({ AlarmNames: ['a-1', 'none'] })).toEqual(['a-1'])
    expect(await found({ AlarmNamePrefix: 'a-4' })).toEqual(['a-4'])
    expect(await failure(found({ MaxRecords: 101 }))).toMatchObject({ name: 'ValidationException', status: 400 })
    expect(await failure(found({ AlarmNames: ['a'], AlarmNamePrefix: 'a' }))).toMatchObject({ name: 'ValidationException' })
    expect(await failure(found({ NextToken: 'made-up' }))).toMatchObject({ name: 'InvalidNextToken' })
  })

  it('can be throttled on one page, and goes on from there', async () => {
    const { aws, cloudWatch, put } = await withAlarms()
    for (let i = 0; i < 3; i++) await put(`a-${i}`)
    aws.faults.throttle('cloudwatch:DescribeAlarms', { page: 2, times: 1 })
    const page = (NextToken?: string) => cloudWatch.send(new DescribeAlarmsCommand({ MaxRecords: 1, NextToken }))
    const { NextToken } = await page()
    expect(await failure(page(NextToken))).toMatchObject({ name: 'Throttling', status: 400 })
    expect((await page(NextToken)).MetricAlarms).toMatchObject([{ AlarmName: 'a-1' }])
    aws.faults.deny('cloudwatch:DescribeAlarms')
    expect(await failure(page())).toMatchObject({ name: 'AccessDenied', status: 403 })
  })

  it('knows no alarm that was deleted, whose history stays', async () => {
    const started = await withAlarms()
    await started.put('a')
    await started.cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: ['a'] }))
    expect((await started.cloudWatch.send(new DescribeAlarmsCommand({}))).MetricAlarms).toEqual([])
    expect((await history(started, { AlarmName: 'a' })).map(({ HistorySummary }) => HistorySummary)).toEqual([
      'Alarm "a" deleted',
      'Alarm "a" created',
    ])
    expect(await failure(started.cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: ['a'] })))).toMatchObject({
      name: 'ResourceNotFound',
      status: 404,
    })
    expect(await failure(set(started, 'a', 'OK'))).toMatchObject({ name: 'ResourceNotFound' })
  })

  it('refuses an alarm that is made wrongly', async () => {
    const { cloudWatch, put } = await withAlarms()
    expect(await failure(put('both', { ...math, MetricName: 'm' }))).toMatchObject({ name: 'ValidationException' })
    expect(await failure(put('no-threshold', { Threshold: undefined }))).toMatchObject({ name: 'ValidationException' })
    const composite = new PutCompositeAlarmCommand({ AlarmName: 'c', AlarmRule: 'ALARM(' })
    expect(await failure(cloudWatch.send(composite))).toMatchObject({ name: 'ValidationException' })
  })
})

describe('a change of state', () => {
  it("publishes the message of a metric alarm, in AWS's fields and order, and writes the very message into history", async () => {
    const started = await withAlarms()
    await started.put('a', { AlarmDescription: 'why', Dimensions: [{ Name: 'InstanceId', Value: 'i-1' }] })
    await set(started, 'a', 'ALARM')
    const [message] = started.published()
    expect(Object.keys(message ?? {})).toEqual(
      ['AlarmName', 'AlarmDescription', 'AWSAccountId', 'AlarmConfigurationUpdatedTimestamp', 'NewStateValue', 'NewStateReason'].concat(
        ['StateChangeTime', 'Region', 'AlarmArn', 'OldStateValue', 'ActionExecutedAfterMuteWindow', 'OKActions', 'AlarmActions'],
        ['InsufficientDataActions', 'Trigger'],
      ),
    )
    expect(message).toMatchObject({
      NewStateValue: 'ALARM',
      OldStateValue: 'INSUFFICIENT_DATA',
      NewStateReason: 'by hand',
      Region: 'EU (Ireland)',
      StateChangeTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
      ActionExecutedAfterMuteWindow: false,
      Trigger: {
        MetricName: 'CPUUtilization',
        StatisticType: 'Statistic',
        Statistic: 'AVERAGE',
        Unit: 'Percent',
        Dimensions: [{ value: 'i-1', name: 'InstanceId' }],
        EvaluateLowSampleCountPercentile: '',
      },
    })
    const [action] = await history(started, { AlarmName: 'a', HistoryItemType: 'Action' })
    expect(action).toMatchObject({ HistorySummary: `Successfully executed action ${topicArn}`, AlarmType: 'MetricAlarm' })
    expect(action?.data).toMatchObject({
      actionState: 'Succeeded',
      notificationResource: topicArn,
      error: null,
      muteWindowEndTimestamp: null,
    })
    expect(Object.keys(JSON.parse(action?.data.publishedMessage))).toEqual(['default', 'sms', 'email'])
    expect(JSON.parse(JSON.parse(action?.data.publishedMessage).default)).toEqual(message)
    expect(action?.data.stateUpdateTimestamp).toBe(Date.parse(String(message?.StateChangeTime)))
  })

  it('is a StateUpdate with both states; a new reason alone is one too, and acts on nothing', async () => {
    const started = await withAlarms()
    await started.put('a')
    await set(started, 'a', 'ALARM', 'one')
    await set(started, 'a', 'ALARM', 'two')
    await set(started, 'a', 'ALARM', 'two')
    const [second, first, more] = await history(started, { AlarmName: 'a', HistoryItemType: 'StateUpdate' })
    expect(more).toBeUndefined()
    expect(first?.HistorySummary).toBe('Alarm updated from INSUFFICIENT_DATA to ALARM')
    expect(first?.data).toEqual({
      version: '1.0',
      oldState: { stateValue: 'INSUFFICIENT_DATA', stateReason: 'Unchecked: Initial alarm creation' },
      newState: { stateValue: 'ALARM', stateReason: 'one' },
    })
    expect(second?.HistorySummary).toBe('State Reason changed from "one" to "two"')
    expect(started.published()).toHaveLength(1)
    const { MetricAlarms: [alarm] = [] } = await started.cloudWatch.send(new DescribeAlarmsCommand({}))
    expect(Number(alarm?.StateUpdatedTimestamp)).toBeGreaterThan(Number(alarm?.StateTransitionedTimestamp))
  })

  it('runs the actions of its own state only, and none while actions are disabled', async () => {
    const started = await withAlarms()
    const { cloudWatch, published, put } = started
    await put('a', { OKActions: [] })
    await set(started, 'a', 'ALARM')
    await set(started, 'a', 'OK')
    expect(published()).toHaveLength(1)
    await cloudWatch.send(new DisableAlarmActionsCommand({ AlarmNames: ['a'] }))
    await set(started, 'a', 'ALARM')
    expect(published()).toHaveLength(1)
    await cloudWatch.send(new EnableAlarmActionsCommand({ AlarmNames: ['a'] }))
    await set(started, 'a', 'OK')
    await set(started, 'a', 'ALARM')
    expect(published()).toHaveLength(2)
  })

  it("fails where the topic's policy leaves CloudWatch out, or its key is AWS's own, and says so in history", async () => {
    const started = await withAlarms()
    const { sns, published, put } = started
    const attribute = (AttributeName: string, AttributeValue: string) =>
      sns.send(new SetTopicAttributesCommand({ TopicArn: topicArn, AttributeName, AttributeValue }))
    await put('a', { OKActions: [] })
    await attribute('KmsMasterKeyId', 'alias/aws/sns')
    await set(started, 'a', 'ALARM')
    await attribute('KmsMasterKeyId', '')
    const Principal = { AWS: 'arn:aws:iam::123456789012:root' }
    await attribute('Policy', JSON.stringify({ Statement: [{ Effect: 'Allow', Principal, Action: 'SNS:Publish', Resource: topicArn }] }))
    await set(started, 'a', 'OK')
    await set(started, 'a', 'ALARM')
    expect(published()).toEqual([])
    const [second, first] = await history(started, { AlarmName: 'a', HistoryItemType: 'Action' })
    expect(first?.HistorySummary).toBe(
      `Failed to execute action ${topicArn}. Received error: "CloudWatch Alarms does not have authorization to access the SNS topic encryption key."`,
    )
    expect(second?.data).toMatchObject({ actionState: 'Failed', publishedMessage: null })
    expect(second?.data.error).toContain(`CloudWatch Alarms is not authorized to perform: SNS:Publish on resource: ${topicArn}`)
  })

  it('cuts the subject of a long name', async () => {
    const started = await withAlarms()
    await started.put(`ä-${'x'.repeat(120)}`)
    await set(started, `ä-${'x'.repeat(120)}`, 'ALARM')
    const { publishedMessage } = (await history(started, { HistoryItemType: 'Action' }))[0]?.data ?? {}
    expect(JSON.parse(publishedMessage).sms).toContain('ä-xxx')
    expect(started.published()).toHaveLength(1)
  })

  it('reaches the topics of the rules of EventBridge that want it, as an event without a subject', async () => {
    const started = await withAlarms()
    const { sns, events, published, put } = started
    const Policy = {
      Statement: [{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sns:Publish', Resource: topicArn }],
    }
    await sns.send(new SetTopicAttributesCommand({ TopicArn: topicArn, AttributeName: 'Policy', AttributeValue: JSON.stringify(Policy) }))
    const pattern = { source: ['aws.cloudwatch'], detail: { state: { value: ['ALARM'] } } }
    await events.send(new PutRuleCommand({ Name: 'burning', EventPattern: JSON.stringify(pattern) }))
    await events.send(new PutTargetsCommand({ Rule: 'burning', Targets: [{ Id: 't', Arn: topicArn }] }))
    await put('a', { AlarmActions: [], OKActions: [] })
    await set(started, 'a', 'ALARM')
    await set(started, 'a', 'OK')
    expect(published()).toMatchObject([
      {
        'detail-type': 'CloudWatch Alarm State Change',
        resources: [alarmArn('a')],
        detail: {
          alarmName: 'a',
          state: { value: 'ALARM', reason: 'by hand' },
          previousState: { value: 'INSUFFICIENT_DATA' },
          configuration: { metrics: [{ metricStat: { metric: { name: 'CPUUtilization' }, stat: 'Average' } }] },
        },
      },
    ])
  })
})

describe('a composite', () => {
  it('follows its children, tells of them, and publishes in its own order of fields', async () => {
    const started = await withAlarms()
    const { cloudWatch, published, put } = started
    await put('child', { AlarmActions: [], OKActions: [] })
    await put('other', { AlarmActions: [], OKActions: [] })
    const AlarmRule = 'ALARM("child") AND NOT ALARM(other)'
    await cloudWatch.send(new PutCompositeAlarmCommand({ AlarmName: 'c', AlarmRule, AlarmActions: [topicArn] }))
    await set(started, 'child', 'ALARM')
    const [message] = published()
    expect(Object.keys(message ?? {}).slice(8)).toEqual(
      ['OKActions', 'AlarmActions', 'InsufficientDataActions', 'ActionExecutedAfterMuteWindow', 'OldStateValue', 'AlarmRule'].concat([
        'TriggeringChildren',
      ]),
    )
    expect(message).toMatchObject({
      NewStateReason: expect.stringMatching(
        /^arn:aws:cloudwatch:eu-west-1:123456789012:alarm:child transitioned to ALARM at \w+day \d\d \w+, \d{4} [\d:]{8} UTC$/,
      ),
      TriggeringChildren: [{ Arn: alarmArn('child'), State: { Value: 'ALARM' } }],
    })
    expect(message).not.toHaveProperty('Trigger')
    await set(started, 'other', 'ALARM')
    const { CompositeAlarms } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmTypes: ['CompositeAlarm'] }))
    expect(CompositeAlarms).toMatchObject([{ StateValue: 'OK' }])
    expect(await history(started, { AlarmName: 'c' })).toEqual([])
    expect((await history(started, { AlarmName: 'c', AlarmTypes: ['CompositeAlarm'], HistoryItemType: 'StateUpdate' })).length).toBe(3)
    const parents = await cloudWatch.send(new DescribeAlarmsCommand({ ParentsOfAlarmName: 'child' }))
    expect(parents.CompositeAlarms).toMatchObject([{ AlarmName: 'c' }])
  })

  it('waits for its suppressor, is held by it, and acts when it lets go', async () => {
    const started = await withAlarms()
    const { cloudWatch, clock, published, put } = started
    await put('child', { AlarmActions: [], OKActions: [] })
    await put('maintenance', { AlarmActions: [], OKActions: [] })
    await cloudWatch.send(
      new PutCompositeAlarmCommand({
        AlarmName: 'c',
        AlarmRule: 'ALARM(child)',
        AlarmActions: [topicArn],
        ActionsSuppressor: 'maintenance',
        ActionsSuppressorWaitPeriod: 5,
        ActionsSuppressorExtensionPeriod: 10,
      }),
    )
    const by = async () =>
      (await cloudWatch.send(new DescribeAlarmsCommand({ AlarmTypes: ['CompositeAlarm'] }))).CompositeAlarms?.[0]?.ActionsSuppressedBy
    const states = async () =>
      (
        await history(started, { AlarmName: 'c', AlarmTypes: ['CompositeAlarm'], HistoryItemType: 'Action', ScanBy: 'TimestampAscending' })
      ).map(({ data }) => data.actionState)
    await clock.advance(5_000)
    await set(started, 'child', 'ALARM')
    expect([await by(), published()]).toEqual(['WaitPeriod', []])
    await set(started, 'maintenance', 'ALARM')
    expect(await by()).toBe('Alarm')
    await clock.advance(60_000)
    await set(started, 'maintenance', 'OK')
    expect([await by(), published()]).toEqual(['ExtensionPeriod', []])
    await clock.advance(10_000)
    expect(await by()).toBeUndefined()
    expect(published()).toMatchObject([{ AlarmName: 'c', NewStateValue: 'ALARM' }])
    expect(Date.parse(String(published()[0]?.StateChangeTime))).toBeGreaterThanOrEqual(clock.now() - 10)
    expect(await states()).toEqual(['Suppressed', 'Suppressed', 'Suppressed', 'Succeeded'])
  })
})

describe('an alarm with contributors', () => {
  it('tells of each series by itself, and moves with them', async () => {
    const started = await withAlarms()
    const { aws, clock, cloudWatch, published, put } = started
    await put('g', grouped)
    const alarm = aws.alarm('g')
    const series = async (team: string, value: 'OK' | 'ALARM') => {
      await clock.advance(60_000)
      return aws.states.changeContributor(alarm, { Team: team }, { value, reason: `${team} is ${value}` })
    }
    const a = await series('a', 'ALARM')
    await series('b', 'ALARM')
    const two = await cloudWatch.send(new DescribeAlarmContributorsCommand({ AlarmName: 'g' }))
    expect(two.AlarmContributors).toMatchObject([
      {
        ContributorId: a.id,
        ContributorAttributes: { Team: 'a' },
        StateReason: 'a is ALARM',
        StateTransitionedTimestamp: expect.any(Date),
      },
      { ContributorAttributes: { Team: 'b' } },
    ])
    const described = (await cloudWatch.send(new DescribeAlarmsCommand({}))).MetricAlarms?.[0]
    expect(described).toMatchObject({ StateValue: 'ALARM', StateReason: '2 out of 2 time series evaluated to ALARM' })
    expect(Number(described?.StateUpdatedTimestamp) - Number(described?.StateTransitionedTimestamp)).toBe(60_000)
    await series('a', 'OK')
    await series('b', 'OK')
    expect((await cloudWatch.send(new DescribeAlarmContributorsCommand({ AlarmName: 'g' }))).AlarmContributors).toEqual([])
    expect(
      published().map(({ NewStateValue, OldStateValue, AlarmContributorAttributes }) => [
        NewStateValue,
        OldStateValue,
        AlarmContributorAttributes,
      ]),
    ).toEqual([
      ['ALARM', 'OK', { Team: 'a' }],
      ['ALARM', 'OK', { Team: 'b' }],
      ['OK', 'ALARM', { Team: 'a' }],
      ['OK', 'ALARM', { Team: 'b' }],
    ])
    const items = (HistoryItemType: 'Action' | 'AlarmContributorAction' | 'AlarmContributorStateUpdate') =>
      history(started, { AlarmName: 'g', HistoryItemType, ScanBy: 'TimestampAscending' })
    expect(await items('Action')).toEqual([])
    expect(await items('AlarmContributorAction')).toHaveLength(4)
    const [first] = await items('AlarmContributorStateUpdate')
    expect(first).toMatchObject({
      AlarmContributorId: a.id,
      AlarmContributorAttributes: { Team: 'a' },
      HistorySummary: 'Contributor state updated to ALARM',
    })
    expect(first?.data).toEqual({ version: '1.0', newState: { stateValue: 'ALARM', stateReason: 'a is ALARM' } })
    expect(await history(started, { AlarmContributorId: a.id })).toHaveLength(4)
  })

  it('is asked for alone: a plain alarm has none', async () => {
    const { cloudWatch, put } = await withAlarms()
    await put('plain')
    const ask = (AlarmName: string) => failure(cloudWatch.send(new DescribeAlarmContributorsCommand({ AlarmName })))
    expect(await ask('plain')).toMatchObject({ name: 'ValidationException' })
    expect(await ask('none')).toMatchObject({ name: 'ResourceNotFoundException' })
  })
})

describe('DescribeAlarmHistory', () => {
  it('scans both ways, by time, in pages, and keeps thirty days', async () => {
    const started = await withAlarms()
    const { clock, cloudWatch, put } = started
    await put('a')
    const from = clock.now() + 1
    for (const state of ['ALARM', 'OK', 'ALARM'] as const) {
      await clock.advance(60_000)
      await set(started, 'a', state)
    }
    const wish = { HistoryItemType: 'StateUpdate' as const, ScanBy: 'TimestampAscending' as const }
    expect((await history(started, { ...wish, StartDate: new Date(from), EndDate: new Date(from + 119_999) })).length).toBe(2)
    const first = await cloudWatch.send(new DescribeAlarmHistoryCommand({ ...wish, MaxRecords: 2 }))
    const second = await cloudWatch.send(new DescribeAlarmHistoryCommand({ ...wish, MaxRecords: 2, NextToken: first.NextToken }))
    expect([first.AlarmHistoryItems?.length, second.AlarmHistoryItems?.length, second.NextToken]).toEqual([2, 1, undefined])
    const [created] = await history(started, { HistoryItemType: 'ConfigurationUpdate' })
    expect(created?.data).toMatchObject({
      version: '1.0',
      type: 'Create',
      createdAlarm: { alarmName: 'a', okactions: [topicArn], evaluationPeriods: 1 },
    })
    await clock.advance(31 * 86_400_000)
    expect(await history(started, {})).toEqual([])
  })
})
