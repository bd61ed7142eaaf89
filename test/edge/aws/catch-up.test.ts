import { describe, expect, it, onTestFinished } from 'vitest'
import type { AwsAccess } from '../../../main/edge/aws/access.ts'
import { openCatchUp } from '../../../main/edge/aws/catch-up.ts'
import { openAwsClients } from '../../../main/edge/aws/clients.ts'
import type { Store } from '../../../main/store/open.ts'
import { handClock } from '../../harness/clock.ts'
import { eventually, inTime } from '../../harness/eventually.ts'
import { topicArn } from '../../harness/signing.ts'
import { openTestStore, someIntegration, type TestStore } from '../../harness/store.ts'
import { signInTo } from '../../harness/with-aws.ts'
import { type Answers, type AwsReply, startAwsStandIn } from './aws-stand-in.ts'

const seconds = (at: number) => at / 1_000
const throttled: AwsReply = { status: 400, error: { code: 'ThrottlingException', message: 'Rate exceeded' } }

const nothing = (body: Record<string, unknown>) => () => ({ body })

/** An AWS of many alarms, a hundred a page; those named are in ALARM. */
async function manyAlarms(count: number) {
  const state = {
    inAlarm: new Set<string>(),
    changedAt: Date.now() - 3_600_000,
    stops: (_page: number): AwsReply | null => null,
    pages: [] as number[],
  }
  const alarm = (n: number) => {
    const name = `alarm-${n}`
    const StateValue = state.inAlarm.has(name) ? 'ALARM' : 'OK'
    const at = seconds(StateValue === 'ALARM' ? state.changedAt : Date.now() - 7_200_000)
    return {
      AlarmName: name,
      AlarmArn: `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`,
      ActionsEnabled: true,
      AlarmActions: [topicArn],
      OKActions: [topicArn],
      InsufficientDataActions: [],
      StateValue,
      StateReason: 'because',
      StateUpdatedTimestamp: at,
      StateTransitionedTimestamp: at,
      MetricName: 'm',
      Namespace: 'n',
      Statistic: 'Average',
      Dimensions: [],
    }
  }
  const answers: Answers = {
    DescribeAlarms({ input }) {
      if (Array.isArray(input.AlarmNames)) {
        const MetricAlarms = input.AlarmNames.map((name) => alarm(Number(String(name).slice('alarm-'.length))))
        return { body: { MetricAlarms, CompositeAlarms: [], LogAlarms: [] } }
      }
      const page = Number(input.NextToken ?? 1)
      const stop = state.stops(page)
      if (stop !== null) return stop
      state.pages.push(page)
      const MetricAlarms = Array.from({ length: 100 }, (_, n) => alarm((page - 1) * 100 + n))
      return { body: { MetricAlarms, CompositeAlarms: [], LogAlarms: [], ...(page * 100 < count ? { NextToken: String(page + 1) } : {}) } }
    },
    DescribeAlarmHistory: nothing({ AlarmHistoryItems: [] }),
    ListRuleNamesByTarget: nothing({ RuleNames: [] }),
    ListAlarmMuteRules: nothing({ AlarmMuteRuleSummaries: [] }),
  }
  const aws = await startAwsStandIn(answers)
  onTestFinished(aws.close)
  signInTo(aws.url)
  return { aws, state, answers }
}

/** Catch-up alone, over a real store. */
function openOn(store: TestStore) {
  const opened = openAwsClients({ profile: 'default' })
  const access: AwsAccess = {
    clients: () => opened,
    again: () => opened,
    credentials: () => Promise.reject(new Error('none')),
    endsAt: () => null,
    close: () => opened.close(),
  }
  const catchUp = openCatchUp({ store, access, clock: store.clock, timers: store.clock, log: { info() {}, warn() {}, error() {} } })
  const close = async () => {
    await catchUp.close()
    opened.close()
  }
  onTestFinished(close)
  const done = (more = 0) =>
    inTime(store.clock, more, () => {
      const [place] = catchUp.state()
      expect(place).toMatchObject({ running: null, lastDoneAt: expect.any(Number) })
      return place
    })
  return { catchUp, close, done }
}

const connect = (store: Store) =>
  store.addAccount({
    profile: 'default',
    accountId: '123456789012',
    partition: 'aws',
    alias: null,
    callerArn: 'arn',
    regions: ['eu-west-1'],
  })

const live = { status: 'live', severity: null, integrationId: null, q: null, before: null, limit: 200 }
const opened = async (store: Store) => (await store.reader.incidents(live)).items.map(({ alarmName }) => alarmName).sort()

describe('catch-up of ten thousand alarms', () => {
  it('stopped on page 57 goes on from page 57, also after a restart, and says what it has not seen', async () => {
    const { state } = await manyAlarms(10_000)
    const store = openTestStore()
    const { id } = await someIntegration(store)
    await store.completeBaseline(id, { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' }, { topics: [topicArn], at: 0 })
    await connect(store)
    for (const n of [3, 5_655, 9_999]) state.inAlarm.add(`alarm-${n}`)
    state.stops = (page) => (page === 57 ? throttled : null)
    const first = openOn(store)
    await eventually(() => expect(first.catchUp.state()[0]).toMatchObject({ running: { step: 'alarms', page: 56 } }))
    await eventually(() => expect(first.catchUp.state()[0]?.said).toMatch(/fewer calls/))
    expect(first.catchUp.state()[0]?.unseen).toEqual(['What comes after page 56 of alarms, where AWS stopped it.'])
    expect(await opened(store)).toEqual(['alarm-3'])
    await first.close()

    state.stops = () => null
    const second = openOn(store)
    await second.done()
    expect(state.pages).toEqual(Array.from({ length: 100 }, (_, n) => n + 1))
    expect(await opened(store)).toEqual(['alarm-3', 'alarm-5655', 'alarm-9999'])
    expect(second.catchUp.state()[0]).toMatchObject({ unseen: [], said: null })
  })

  it('begins anew where the token of before is good no more', async () => {
    const { state } = await manyAlarms(400)
    const store = openTestStore()
    await someIntegration(store)
    await connect(store)
    let once = true
    state.stops = (page) => {
      if (page !== 3 || !once) return null
      once = false
      return { status: 400, error: { code: 'InvalidNextToken', message: 'The next token specified is invalid.' } }
    }
    const { done } = openOn(store)
    await done()
    expect(state.pages).toEqual([1, 2, 1, 2, 3, 4])
  })

  it('waits ever longer for a network that is away, and goes on by itself', async () => {
    const { state } = await manyAlarms(200)
    const store = openTestStore()
    await someIntegration(store)
    await connect(store)
    state.stops = () => ({ cut: true })
    const { catchUp, done } = openOn(store)
    await eventually(() => expect(catchUp.state()[0]?.said).toMatch(/could not be reached/))
    state.stops = () => null
    await done(30_000)
    expect(catchUp.state()[0]).toMatchObject({ said: null, unseen: [] })
  })

  it('looks again every few minutes, and sooner when it is told to', async () => {
    const { state } = await manyAlarms(100)
    const store = openTestStore({ clock: handClock() })
    await someIntegration(store)
    await connect(store)
    const { done } = openOn(store)
    await done()
    await store.clock.advance(4 * 60_000)
    expect(state.pages).toHaveLength(1)
    await inTime(store.clock, 61_000, () => expect(state.pages).toHaveLength(2))
    await store.updateSettings({ catchUpMinutes: 60 })
    await done()
  })

  it('of which none may be read says so, and holds nothing for done', async () => {
    const { answers } = await manyAlarms(100)
    answers.DescribeAlarms = () => ({ status: 403, error: { code: 'AccessDenied', message: 'User is not authorized.' } })
    const store = openTestStore()
    await someIntegration(store)
    await connect(store)
    const { catchUp } = openOn(store)
    await eventually(() => expect(catchUp.state()[0]?.unseen).toEqual([expect.stringContaining('cloudwatch:DescribeAlarms')]))
    expect(catchUp.state()[0]).toMatchObject({ lastDoneAt: null, running: null, said: expect.stringContaining('denied') })
  })
})
