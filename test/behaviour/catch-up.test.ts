import {
  DeleteAlarmsCommand,
  PutAlarmMuteRuleCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch'
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge'
import { CreateTopicCommand } from '@aws-sdk/client-sns'
import { describe, expect, it } from 'vitest'
import { startDesk, type TestDeskOptions } from '../harness/desk.ts'
import { eventually } from '../harness/eventually.ts'
import { withPracticeAws } from '../harness/with-aws.ts'

const topicArn = 'arn:aws:sns:eu-west-1:123456789012:alarms'
const arnOf = (name: string) => `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`

/** A desk beside the practice AWS that hears nothing of it: what it knows it has read. */
async function setUp(options: TestDeskOptions = {}) {
  const started = await withPracticeAws()
  const { aws, sns, cloudWatch, clock } = started
  await sns.send(new CreateTopicCommand({ Name: 'alarms' }))
  const desk = await startDesk(options)
  const { api } = desk
  const put = (name: string, more: Partial<PutMetricAlarmCommandInput> = {}) =>
    cloudWatch.send(
      new PutMetricAlarmCommand({
        AlarmName: name,
        AlarmActions: [topicArn],
        OKActions: [topicArn],
        ...(more.Metrics === undefined ? { MetricName: 'CPUUtilization', Namespace: 'AWS/EC2', Statistic: 'Average', Period: 60 } : {}),
        Threshold: 50,
        EvaluationPeriods: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        ...more,
      }),
    )
  /** AWS's clock and the desk's go on together; the desk's timers ring. */
  const pass = async (ms: number) => {
    await clock.advance(ms)
    await desk.clock.advance(ms)
  }
  const set = async (name: string, StateValue: 'ALARM' | 'OK' | 'INSUFFICIENT_DATA') => {
    await pass(1_000)
    await cloudWatch.send(new SetAlarmStateCommand({ AlarmName: name, StateValue, StateReason: `by hand: ${StateValue}` }))
  }
  const connect = async () => {
    await api.accounts.connect({ profile: 'default', regions: ['eu-west-1'] })
    const integration = await api.integrations.create({
      name: 'prod',
      template: 'aws-cloudwatch',
      topics: [topicArn],
      trust: { kind: 'custom', certificatePem: aws.certificatePem, endpoint: aws.url },
    })
    await still()
    return integration
  }
  /** Nothing is asked of AWS any more, and all rounds have ended. */
  const still = async (one = desk) => {
    let before = -1
    return eventually(async () => {
      const now = aws.calls().length
      const quiet = now === before
      before = now
      const state = await one.api.catchUp.get()
      expect(
        quiet && state.places.length > 0 && state.places.every(({ running, lastDoneAt }) => running === null && lastDoneAt !== null),
      ).toBe(true)
      return state
    }, 60)
  }
  /** Looks, and waits for the end of it. */
  const looked = async (one = desk) => {
    await still(one)
    await pass(1_000)
    await one.api.catchUp.look()
    return still(one)
  }
  const incidents = async () => (await api.incidents.list({})).items.map(({ alarmName, status }) => `${alarmName} ${status}`).sort()
  const log = async () => (await api.deliveries.list({})).items
  return { ...started, desk, api, put, set, pass, connect, looked, incidents, log }
}

describe('the first look', () => {
  it('is a baseline: what is in ALARM already is one card, and pages nobody until it is answered', async () => {
    const { api, desk, put, set, connect, looked, incidents, log } = await setUp()
    for (const name of ['a', 'b', 'c']) await put(name)
    await set('a', 'ALARM')
    await set('b', 'ALARM')
    await set('c', 'OK')
    const integration = await connect()
    const { baseline, places } = await api.catchUp.get()
    expect(baseline).toMatchObject([{ integrationId: integration.id, count: 2 }])
    expect(baseline[0]?.alarms.map(({ alarmName }) => alarmName)).toEqual(['b', 'a'])
    expect(places).toMatchObject([{ awsAccount: '123456789012', region: 'eu-west-1', unseen: [], said: null }])
    await looked()
    expect([await incidents(), await log(), desk.shown]).toEqual([[], [], []])
    await api.catchUp.answerBaseline({ integrationId: integration.id, answer: 'open' })
    expect((await api.catchUp.get()).baseline).toEqual([])
    expect(await incidents()).toEqual(['a open', 'b open'])
    await eventually(() => expect(desk.shown).toHaveLength(2))
    expect((await log()).map(({ source, disposition }) => `${source} ${disposition}`)).toEqual(['check opened', 'check opened'])
    await looked()
    expect(await log()).toHaveLength(2)
  })

  it('can wait for the next change of each', async () => {
    const { api, put, set, connect, looked, incidents } = await setUp()
    await put('a')
    await put('b')
    await set('a', 'ALARM')
    await set('b', 'ALARM')
    const integration = await connect()
    await api.catchUp.answerBaseline({ integrationId: integration.id, answer: 'wait' })
    expect((await looked()).baseline).toEqual([])
    expect(await incidents()).toEqual([])
    await set('a', 'OK')
    await looked()
    await set('a', 'ALARM')
    await looked()
    expect(await incidents()).toEqual(['a open'])
    await set('b', 'OK')
    await set('b', 'ALARM')
    await looked()
    expect(await incidents()).toEqual(['a open', 'b open'])
  })
})

describe('what was not heard', () => {
  it('is found: an alarm in ALARM opens and is told, its OK closes, and the timeline says by whom', async () => {
    const { api, desk, put, set, connect, looked, incidents, log } = await setUp()
    await put('a')
    await connect()
    await set('a', 'ALARM')
    await looked()
    expect(await incidents()).toEqual(['a open'])
    await eventually(() => expect(desk.shown).toHaveLength(1))
    const [row] = await log()
    expect(row).toMatchObject({ source: 'check', disposition: 'opened', topicArn, type: null, messageId: null })
    const detail = await api.deliveries.get({ id: row?.id ?? '' })
    expect(detail.trace[0]?.said).toMatch(/^Catch-up read its present state in 123456789012, eu-west-1/)
    expect(JSON.parse(detail.body ?? '')).toMatchObject({ AlarmName: 'a', AlarmArn: arnOf('a'), NewStateValue: 'ALARM' })
    await looked()
    expect(await log()).toHaveLength(1)
    await set('a', 'OK')
    await looked()
    expect(await incidents()).toEqual(['a closed'])
    const [incident] = (await api.incidents.list({})).items
    const { timeline } = await api.incidents.get({ id: incident?.id ?? '' })
    expect(timeline.map(({ kind, actor }) => [kind, actor])).toEqual([
      ['opened', 'catch-up'],
      ['notified', 'desk'],
      ['closed', 'catch-up'],
    ])
  })

  it('and is over is told for the record, in AWS’s own words, and wakes nobody', async () => {
    const { api, desk, put, set, connect, looked, incidents, log } = await setUp()
    await put('a')
    await put('b', { OKActions: [] })
    await set('a', 'OK')
    await set('b', 'OK')
    await connect()
    for (const state of ['ALARM', 'OK', 'ALARM', 'OK'] as const) await set('a', state)
    await set('b', 'ALARM')
    await set('b', 'OK')
    await looked()
    expect(await incidents()).toEqual(['a closed', 'a closed', 'b closed'])
    const opened = (await log()).filter(({ reason }) => reason === 'overtaken')
    expect(opened).toHaveLength(3)
    const { body } = await api.deliveries.get({ id: opened[0]?.id ?? '' })
    expect(JSON.parse(body ?? '')).toMatchObject({ NewStateValue: 'ALARM', OldStateValue: 'OK' })
    expect(desk.shown).toEqual([])
    const rows = (await log()).length
    await looked()
    expect((await log()).length).toBe(rows)
  })

  it('is looked for on waking, and after a start', async () => {
    const { desk, put, set, connect, incidents } = await setUp()
    await put('a')
    await connect()
    await set('a', 'ALARM')
    desk.wake()
    await eventually(async () => expect(await incidents()).toEqual(['a open']))
    await set('a', 'OK')
    await desk.stop()
    const next = await startDesk({ dataDir: desk.dataDir, clock: desk.clock })
    await eventually(async () => expect((await next.api.incidents.list({})).items).toMatchObject([{ status: 'closed' }]))
  })

  it('of an alarm that was deleted closes, and says so', async () => {
    const { api, cloudWatch, put, set, connect, looked, incidents } = await setUp()
    await put('a')
    await connect()
    await set('a', 'ALARM')
    await looked()
    await cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: ['a'] }))
    await looked()
    expect(await incidents()).toEqual(['a closed'])
    const [incident] = (await api.incidents.list({})).items
    const { timeline } = await api.incidents.get({ id: incident?.id ?? '' })
    expect(timeline.find(({ kind }) => kind === 'closed')).toMatchObject({
      actor: 'catch-up',
      data: { reason: expect.stringContaining('deleted') },
    })
  })

  it('is considered only where AWS would have told this desk', async () => {
    const { cloudWatch, clock, put, set, pass, connect, looked, incidents } = await setUp()
    await put('off', { ActionsEnabled: false })
    await put('elsewhere', { AlarmActions: ['arn:aws:sns:eu-west-1:123456789012:other'] })
    await put('muted')
    await put('plain')
    await put('no-data', { InsufficientDataActions: [topicArn] })
    await put('suppressor', { AlarmActions: [], OKActions: [] })
    await cloudWatch.send(
      new PutCompositeAlarmCommand({
        AlarmName: 'composite',
        AlarmRule: 'ALARM("plain")',
        AlarmActions: [topicArn],
        ActionsSuppressor: 'suppressor',
        ActionsSuppressorWaitPeriod: 10,
        ActionsSuppressorExtensionPeriod: 10,
      }),
    )
    await set('suppressor', 'ALARM')
    await connect()
    await cloudWatch.send(
      new PutAlarmMuteRuleCommand({
        Name: 'mute',
        Rule: { Schedule: { Expression: `at(${new Date(clock.now() + 60_000).toISOString().slice(0, 16)})`, Duration: 'PT1H' } },
        MuteTargets: { AlarmNames: ['muted'] },
      }),
    )
    await pass(120_000)
    for (const name of ['off', 'elsewhere', 'muted', 'plain', 'no-data', 'no-data']) await set(name, 'ALARM')
    await set('no-data', 'INSUFFICIENT_DATA')
    await looked()
    expect(await incidents()).toEqual(['no-data open', 'plain open'])
    await pass(3_600_000)
    await looked()
    expect(await incidents()).toEqual(['muted open', 'no-data open', 'plain open'])
  })
})

describe('an alarm that comes by a rule of EventBridge', () => {
  it('is found without an action of its own, and what it said meanwhile too', async () => {
    const { events, desk, put, set, connect, looked, incidents, log } = await setUp()
    const none = { AlarmActions: [], OKActions: [] }
    await put('web-a', { ...none, ActionsEnabled: false })
    await put('web-b', none)
    await put('db', none)
    const pattern = {
      source: ['aws.cloudwatch'],
      'detail-type': ['CloudWatch Alarm State Change'],
      detail: { alarmName: [{ prefix: 'web-' }] },
    }
    await events.send(new PutRuleCommand({ Name: 'web', EventPattern: JSON.stringify(pattern) }))
    await events.send(new PutTargetsCommand({ Rule: 'web', Targets: [{ Id: 'topic', Arn: topicArn }] }))
    for (const name of ['web-a', 'web-b', 'db']) await set(name, 'OK')
    await connect()
    await set('web-a', 'ALARM')
    await set('web-b', 'ALARM')
    await set('web-b', 'OK')
    await set('db', 'ALARM')
    await looked()
    expect(await incidents()).toEqual(['web-a open', 'web-b closed'])
    expect((await log()).find(({ reason }) => reason === 'overtaken')).toMatchObject({ source: 'check', topicArn })
    await eventually(() => expect(desk.shown).toHaveLength(1))
    await set('web-a', 'OK')
    await looked()
    expect(await incidents()).toEqual(['web-a closed', 'web-b closed'])
  })
})

describe('an alarm with contributors', () => {
  const grouped = {
    Metrics: [{ Id: 'q', Expression: 'SELECT MAX(Load) FROM "App" GROUP BY Team', Period: 60, ReturnData: true }],
  }

  it('speaks for each of them', async () => {
    const { aws, api, put, pass, connect, looked } = await setUp()
    await put('grouped', grouped)
    await connect()
    const change = async (id: string, value: 'ALARM' | 'OK') => {
      await pass(1_000)
      aws.states.changeContributor(aws.alarm('grouped'), { Team: id }, { value, reason: `${id} ${value}` })
    }
    await change('a', 'ALARM')
    await change('b', 'ALARM')
    await looked()
    const live = async () => (await api.incidents.list({ status: 'live' })).items.map(({ dedupKey }) => dedupKey).sort()
    const [a, b] = await live()
    expect([a, b, (await live()).length]).toEqual([
      expect.stringMatching(/:grouped#[0-9a-f]+$/),
      expect.stringMatching(/:grouped#[0-9a-f]+$/),
      2,
    ])
    await change('a', 'OK')
    await looked()
    expect(await live()).toHaveLength(1)
    await change('b', 'OK')
    await looked()
    expect(await live()).toEqual([])
  })

  it('opens one incident where its contributors may not be read, and catch-up says what it can not see', async () => {
    const { aws, api, put, pass, connect, looked, incidents } = await setUp()
    await put('grouped', grouped)
    await connect()
    aws.faults.deny('cloudwatch:DescribeAlarmContributors')
    aws.faults.deny('cloudwatch:DescribeAlarmHistory')
    aws.faults.deny('cloudwatch:ListAlarmMuteRules')
    await pass(1_000)
    aws.states.changeContributor(aws.alarm('grouped'), { Team: 'a' }, { value: 'ALARM', reason: 'a' })
    const { places } = await looked()
    expect(await incidents()).toEqual(['grouped open'])
    expect(places[0]?.unseen).toHaveLength(3)
    expect(places[0]?.said).toMatch(/denied/)
    aws.states.changeContributor(aws.alarm('grouped'), { Team: 'a' }, { value: 'OK', reason: 'a' })
    await looked()
    expect(await incidents()).toEqual(['grouped closed'])
    expect((await api.catchUp.get()).places[0]?.lastDoneAt).not.toBeNull()
  })
})
