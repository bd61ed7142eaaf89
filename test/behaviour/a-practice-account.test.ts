import { SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch'
import { SubscribeCommand } from '@aws-sdk/client-sns'
import { describe, expect, it, vi } from 'vitest'
import { makeIdentity } from '../../main/edge/practice/signing.ts'
import { startDesk } from '../harness/desk.ts'
import { eventually } from '../harness/eventually.ts'
import { startPracticeAws } from '../harness/practice-aws.ts'

const topicArn = 'arn:aws:sns:eu-west-1:123456789012:oncall-alarms'

/** A desk as --practice starts it, with its account. */
async function setUp() {
  const account = await startPracticeAws()
  await account.aws.seed()
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined)
  vi.stubEnv('AWS_ENDPOINT_URL', account.aws.url)
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAPRACTICE00000001')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'practice')
  const trust = { kind: 'custom' as const, certificatePem: account.aws.certificatePem, endpoint: account.aws.url }
  const desk = await startDesk({ practice: { trust } })
  return { account, desk, trust }
}

describe('with a practice account', () => {
  it('a subscription works whole: asked for, confirmed by a signed call, an alarm heard and over', async () => {
    const { account, desk, trust } = await setUp()
    const made = await desk.api.integrations.create({ name: 'shop', template: 'aws-cloudwatch', topics: [topicArn], confirm: 'automatic' })
    expect(made).toMatchObject({ practice: false, trust, inboundUrl: desk.receiverUrl + made.inboundPath })
    const Endpoint = made.inboundUrl ?? ''
    await account.sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'http', Endpoint }))
    await eventually(async () => {
      await desk.clock.advance(100)
      expect(account.aws.subscriptions().find(({ endpoint }) => endpoint === Endpoint)).toMatchObject({
        state: 'confirmed',
        protected: true,
      })
    })
    const set = (StateValue: 'ALARM' | 'OK') =>
      account.cloudWatch.send(new SetAlarmStateCommand({ AlarmName: 'orders-api-5xx', StateValue, StateReason: 'by hand' }))
    await set('ALARM')
    await account.aws.idle()
    const [incident] = (await desk.api.incidents.list({})).items
    expect(incident).toMatchObject({ alarmName: 'orders-api-5xx', status: 'open', accountId: '123456789012', region: 'eu-west-1' })
    await eventually(async () => {
      await desk.clock.advance(100)
      expect(desk.shown.at(-1)?.title).toMatch(/^Practice: [A-Z]+ INC-1 /)
    })
    await set('OK')
    await account.aws.idle()
    expect(await desk.api.incidents.get({ id: incident?.id ?? '' })).toMatchObject({ status: 'closed' })

    await desk.clock.advance(60_000)
    await eventually(async () => {
      const { state, links } = await desk.api.coverage.get()
      expect(state).not.toBe('covered')
      expect(links.find(({ link }) => link === 'public-address')?.state).not.toBe('ok')
    })
    expect(await desk.api.settings.desk()).toMatchObject({ practiceAccount: true, awsEndpointOverride: account.aws.url })
  })

  it('is no back door: without it, its messages are refused, and what it left hears nobody', async () => {
    const { account, desk } = await setUp()
    const left = await desk.api.integrations.create({ name: 'shop', template: 'aws-cloudwatch', topics: [topicArn] })
    await desk.stop()
    vi.stubEnv('AWS_ENDPOINT_URL', undefined)
    const plain = await startDesk({ dataDir: desk.dataDir, clock: desk.clock })
    const usual = await plain.api.integrations.create({ name: 'usual', template: 'aws-cloudwatch', topics: [topicArn] })
    expect(usual).toMatchObject({ trust: { kind: 'aws' }, inboundUrl: null })
    await account.sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'http', Endpoint: plain.receiverUrl + usual.inboundPath }))
    await account.aws.idle()
    expect((await plain.api.deliveries.list({ integrationId: usual.id })).items).toMatchObject([
      { type: 'SubscriptionConfirmation', disposition: 'rejected', reason: 'certificate' },
    ])

    // What the first run left trusts a key that died with it: another run's messages are refused there.
    const another = await startPracticeAws({ clock: account.clock, identity: await makeIdentity() })
    await another.aws.seed()
    await another.sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'http', Endpoint: plain.receiverUrl + left.inboundPath }))
    await another.aws.idle()
    expect((await plain.api.deliveries.list({ integrationId: left.id })).items).toMatchObject([
      { disposition: 'rejected', reason: 'signature' },
    ])
    expect(await plain.api.settings.desk()).toMatchObject({ practiceAccount: false, awsEndpointOverride: null })
  })
})
