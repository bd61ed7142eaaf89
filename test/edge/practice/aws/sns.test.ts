import { createPublicKey, verify } from 'node:crypto'
import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns'
import { CreateQueueCommand, ReceiveMessageCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs'
import { describe, expect, it } from 'vitest'
import { inTime } from '../../../harness/eventually.ts'
import { type Ear, openEar, startPracticeAws, type TestAws } from '../../../harness/practice-aws.ts'
import { failure } from './failure.ts'

const account = '123456789012'
const alarms = `arn:aws:sns:eu-west-1:${account}:alarms`

async function withTopic(): Promise<TestAws> {
  const started = await startPracticeAws()
  await started.sns.send(new CreateTopicCommand({ Name: 'alarms' }))
  return started
}

/** Subscribes and confirms by the token that was delivered. */
async function subscribed({ sns, aws }: TestAws, ear: Ear, attributes: Record<string, string> = {}, sign = true): Promise<string> {
  const { SubscriptionArn = '' } = await sns.send(
    new SubscribeCommand({ TopicArn: alarms, Protocol: 'http', Endpoint: ear.url, ReturnSubscriptionArn: true, Attributes: attributes }),
  )
  await aws.idle()
  const Token = String(ear.heard.at(-1)?.json.Token)
  await sns.send(new ConfirmSubscriptionCommand({ TopicArn: alarms, Token, ...(sign ? { AuthenticateOnUnsubscribe: 'true' } : {}) }))
  return SubscriptionArn
}

async function queue({ sqs, aws }: TestAws, name: string, topicArn: string | null): Promise<{ url: string; arn: string }> {
  const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }))
  const arn = `arn:aws:sqs:${aws.region}:${account}:${name}`
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: arn,
        Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
      },
    ],
  })
  if (topicArn !== null) await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy } }))
  return { url, arn }
}

const bodies = async ({ sqs }: TestAws, url: string) =>
  ((await sqs.send(new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10 }))).Messages ?? []).map(({ Body = '' }) => Body)

describe('topics', () => {
  it('are made once, whoever asks twice, and have the attributes that AWS gives a fresh one', async () => {
    const { sns } = await withTopic()
    expect((await sns.send(new CreateTopicCommand({ Name: 'alarms' }))).TopicArn).toBe(alarms)
    const { Attributes = {} } = await sns.send(new GetTopicAttributesCommand({ TopicArn: alarms }))
    expect(Object.keys(Attributes).sort()).toEqual(
      [
        'DisplayName',
        'EffectiveDeliveryPolicy',
        'Owner',
        'Policy',
        'SubscriptionsConfirmed',
        'SubscriptionsDeleted',
        'SubscriptionsPending',
      ].concat(['TopicArn']),
    )
    expect(Attributes).toMatchObject({ Owner: account, SubscriptionsPending: '0', DisplayName: '' })
    expect(JSON.parse(Attributes.Policy ?? '').Statement[0].Condition).toEqual({ StringEquals: { 'AWS:SourceOwner': account } })
    expect(JSON.parse(Attributes.EffectiveDeliveryPolicy ?? '').http.defaultHealthyRetryPolicy).toMatchObject({
      numRetries: 3,
      minDelayTarget: 20,
    })
  })

  it('are listed a hundred a page, each region its own', async () => {
    const { sns, clients } = await startPracticeAws()
    for (let i = 0; i < 101; i++) await sns.send(new CreateTopicCommand({ Name: `topic-${i}` }))
    const first = await sns.send(new ListTopicsCommand({}))
    const second = await sns.send(new ListTopicsCommand({ NextToken: first.NextToken }))
    expect([first.Topics?.length, second.Topics?.length, second.NextToken]).toEqual([100, 1, undefined])
    expect((await clients({ region: 'us-east-1' }).sns.send(new ListTopicsCommand({}))).Topics).toEqual([])
    expect(await failure(sns.send(new ListTopicsCommand({ NextToken: 'made-up' })))).toMatchObject({ name: 'InvalidParameterException' })
  })

  it('keep attributes and tags, and refuse what SNS refuses', async () => {
    const { sns } = await startPracticeAws()
    await sns.send(new CreateTopicCommand({ Name: 'alarms', Attributes: { SignatureVersion: '2' }, Tags: [{ Key: 'team', Value: 'a' }] }))
    expect((await sns.send(new ListTagsForResourceCommand({ ResourceArn: alarms }))).Tags).toEqual([{ Key: 'team', Value: 'a' }])
    const set = (AttributeName: string, AttributeValue: string) =>
      sns.send(new SetTopicAttributesCommand({ TopicArn: alarms, AttributeName, AttributeValue }))
    await set('KmsMasterKeyId', 'alias/aws/sns')
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: alarms }))
    expect(Attributes).toMatchObject({ SignatureVersion: '2', KmsMasterKeyId: 'alias/aws/sns' })
    expect(await failure(set('SignatureVersion', '3'))).toMatchObject({ name: 'InvalidParameterException', status: 400 })
    expect(await failure(set('Policy', 'no JSON'))).toMatchObject({ message: 'Invalid parameter: Policy Error: null' })
    expect(await failure(set('Nothing', 'x'))).toMatchObject({ message: 'Invalid parameter: AttributeName' })
  })

  it("that are not there are NotFound; those of somebody else are nobody's business", async () => {
    const { sns } = await withTopic()
    expect(await failure(sns.send(new GetTopicAttributesCommand({ TopicArn: `${alarms}-other` })))).toEqual({
      name: 'NotFoundException',
      message: 'Topic does not exist',
      status: 404,
    })
    const foreign = alarms.replace(account, '999999999999')
    expect(
      await failure(sns.send(new SubscribeCommand({ TopicArn: foreign, Protocol: 'https', Endpoint: 'https://a.example/' }))),
    ).toMatchObject({
      name: 'AuthorizationErrorException',
      status: 403,
      message: expect.stringContaining('because no resource-based policy allows the SNS:Subscribe action'),
    })
    await sns.send(new DeleteTopicCommand({ TopicArn: alarms }))
    expect((await sns.send(new ListTopicsCommand({}))).Topics).toEqual([])
  })

  it('of another account may be subscribed to where their policy says so', async () => {
    const { clients, sns } = await startPracticeAws({ accounts: { AKIAOTHER00000000001: '999999999999' } })
    const theirs = clients({ accessKeyId: 'AKIAOTHER00000000001' })
    const { TopicArn = '' } = await theirs.sns.send(new CreateTopicCommand({ Name: 'shared' }))
    const subscribe = () => sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'a@example.org' }))
    expect(await failure(subscribe())).toMatchObject({ name: 'AuthorizationErrorException' })
    const Policy = { Statement: [{ Effect: 'Allow', Principal: { AWS: account }, Action: 'sns:Subscribe', Resource: TopicArn }] }
    await theirs.sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue: JSON.stringify(Policy) }))
    expect((await subscribe()).SubscriptionArn).toBe('pending confirmation')
    expect((await sns.send(new ListSubscriptionsCommand({}))).Subscriptions).toMatchObject([{ TopicArn, Owner: account }])
  })
})

describe('a subscription over http', () => {
  it('is pending until its endpoint gives the token back, then confirmed, with the attributes that AWS shows', async () => {
    const started = await withTopic()
    const { sns, aws } = started
    const ear = await openEar()
    const subscribe = { TopicArn: alarms, Protocol: 'http', Endpoint: ear.url }
    expect((await sns.send(new SubscribeCommand(subscribe))).SubscriptionArn).toBe('pending confirmation')
    const { SubscriptionArn = '' } = await sns.send(new SubscribeCommand({ ...subscribe, ReturnSubscriptionArn: true }))
    expect(SubscriptionArn.startsWith(`${alarms}:`)).toBe(true)
    const shown = async () => (await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes
    const listed = async () => (await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: alarms }))).Subscriptions
    expect(await shown()).toEqual({
      SubscriptionPrincipal: `arn:aws:iam::${account}:user/operator`,
      Owner: account,
      RawMessageDelivery: 'false',
      TopicArn: alarms,
      Endpoint: ear.url,
      EffectiveDeliveryPolicy:
        '{"healthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,"numRetries":3,"numMaxDelayRetries":0,"numNoDelayRetries":0,"numMinDelayRetries":0,"backoffFunction":"linear"},"sicklyRetryPolicy":null,"throttlePolicy":null,"requestPolicy":{"headerContentType":"text/plain; charset=UTF-8"},"guaranteed":false}',
      Protocol: 'http',
      PendingConfirmation: 'true',
      ConfirmationWasAuthenticated: 'false',
      SubscriptionArn,
    })
    expect(await listed()).toEqual([
      { SubscriptionArn: 'PendingConfirmation', Owner: account, Protocol: 'http', Endpoint: ear.url, TopicArn: alarms },
    ])
    await aws.idle()
    const Token = String(ear.heard[0]?.json.Token)
    expect(ear.heard[0]?.headers['x-amz-sns-message-type']).toBe('SubscriptionConfirmation')
    await sns.send(new ConfirmSubscriptionCommand({ TopicArn: alarms, Token, AuthenticateOnUnsubscribe: 'true' }))
    expect(await shown()).toMatchObject({ PendingConfirmation: 'false', ConfirmationWasAuthenticated: 'true' })
    expect(await listed()).toMatchObject([{ SubscriptionArn }])
    expect(await failure(sns.send(new ConfirmSubscriptionCommand({ TopicArn: alarms, Token, AuthenticateOnUnsubscribe: 'true' })))).toEqual(
      {
        name: 'AuthorizationErrorException',
        status: 403,
        message: 'Subscription already confirmed',
      },
    )
  })

  it('is confirmed by its SubscribeURL too, whose answer is XML as AWS writes it', async () => {
    const { sns, aws } = await withTopic()
    const ear = await openEar()
    await sns.send(new SubscribeCommand({ TopicArn: alarms, Protocol: 'http', Endpoint: ear.url }))
    await aws.idle()
    const answer = await fetch(String(ear.heard[0]?.json.SubscribeURL))
    expect(answer.headers.get('content-type')).toBe('text/xml')
    expect(await answer.text()).toMatch(
      /^<ConfirmSubscriptionResponse xmlns="http:\/\/sns\.amazonaws\.com\/doc\/2010-03-31\/">\n {2}<ConfirmSubscriptionResult>\n {4}<SubscriptionArn>arn:aws:sns:eu-west-1:123456789012:alarms:[0-9a-f-]+<\/SubscriptionArn>\n {2}<\/ConfirmSubscriptionResult>\n {2}<ResponseMetadata>\n {4}<RequestId>[0-9a-f-]+<\/RequestId>\n {2}<\/ResponseMetadata>\n<\/ConfirmSubscriptionResponse>\n$/,
    )
    const unsigned = await fetch(`${ear.heard[0]?.json.SubscribeURL}&AuthenticateOnUnsubscribe=true`)
    expect([unsigned.status, await unsigned.text()]).toEqual([403, expect.stringContaining('<Code>AuthorizationError</Code>')])
  })

  it('knows a token that is malformed, unknown, of another region, or of what is gone', async () => {
    const started = await withTopic()
    const { sns, aws, clients } = started
    const ear = await openEar()
    await sns.send(new SubscribeCommand({ TopicArn: alarms, Protocol: 'http', Endpoint: ear.url }))
    await aws.idle()
    const Token = String(ear.heard[0]?.json.Token)
    const confirm = (token: string, TopicArn = alarms, from = sns) =>
      failure(from.send(new ConfirmSubscriptionCommand({ TopicArn, Token: token })))
    expect(await confirm('nonsense')).toMatchObject({ name: 'InvalidParameterException', message: 'Invalid token' })
    expect(await confirm('a'.repeat(256))).toMatchObject({ message: 'Invalid parameter: Token' })
    const far = clients({ region: 'us-east-1' }).sns
    expect(await confirm(Token, alarms.replace('eu-west-1', 'us-east-1'), far)).toMatchObject({ message: 'Invalid parameter: Topic' })
    await sns.send(new DeleteTopicCommand({ TopicArn: alarms }))
    expect(await confirm(Token)).toEqual({ name: 'NotFoundException', status: 404, message: 'Subscription does not exist' })
  })

  it('can not be ended while pending; once ended it is listed as Deleted for a while', async () => {
    const started = await withTopic()
    const { sns, clock } = started
    const ear = await openEar()
    const { SubscriptionArn } = await sns.send(
      new SubscribeCommand({ TopicArn: alarms, Protocol: 'http', Endpoint: ear.url, ReturnSubscriptionArn: true }),
    )
    const end = () => sns.send(new UnsubscribeCommand({ SubscriptionArn }))
    expect(await failure(end())).toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid parameter: SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation',
    })
    await subscribed(started, ear)
    const unsigned = await fetch(`${started.aws.url}/?Action=Unsubscribe&SubscriptionArn=${SubscriptionArn}`)
    expect([unsigned.status, await unsigned.text()]).toEqual([
      403,
      expect.stringContaining('<Message>This subscription may only be deleted by an authorized user.</Message>'),
    ])
    await end()
    const listed = async () => (await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: alarms }))).Subscriptions
    expect(await listed()).toMatchObject([{ SubscriptionArn: 'Deleted' }])
    await clock.advance(3_700_000)
    expect(await listed()).toEqual([])
  })

  it('that nobody protected ends by its UnsubscribeURL, and its endpoint is told', async () => {
    const started = await withTopic()
    const ear = await openEar()
    await subscribed(started, ear, {}, false)
    await started.sns.send(new PublishCommand({ TopicArn: alarms, Message: 'm' }))
    await started.aws.idle()
    expect((await fetch(String(ear.heard.at(-1)?.json.UnsubscribeURL))).status).toBe(200)
    await started.aws.idle()
    expect(ear.heard.at(-1)?.json.Type).toBe('UnsubscribeConfirmation')
  })

  it('that nobody confirms is gone after three days', async () => {
    const { sns, clock } = await withTopic()
    const ear = await openEar()
    await sns.send(new SubscribeCommand({ TopicArn: alarms, Protocol: 'http', Endpoint: ear.url }))
    await clock.advance(3 * 86_400_000 + 1)
    expect((await sns.send(new ListSubscriptionsCommand({}))).Subscriptions).toEqual([])
  })

  it('is made once: the same wish is the same subscription, other attributes are refused', async () => {
    const started = await withTopic()
    const ear = await openEar()
    const arn = await subscribed(started, ear)
    const again = (Attributes: Record<string, string>) =>
      started.sns.send(new SubscribeCommand({ TopicArn: alarms, Protocol: 'http', Endpoint: ear.url, Attributes }))
    expect((await again({})).SubscriptionArn).toBe(arn)
    expect(await failure(again({ RawMessageDelivery: 'true' }))).toMatchObject({
      message: 'Invalid parameter: Attributes Reason: Subscription already exists with different attributes',
    })
  })

  it('takes a delivery policy of an hour, and none of more', async () => {
    const started = await withTopic()
    const SubscriptionArn = await subscribed(started, await openEar())
    const set = (AttributeName: string, AttributeValue: string) =>
      started.sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }))
    const policy = (seconds: number) =>
      JSON.stringify({ healthyRetryPolicy: { minDelayTarget: seconds, maxDelayTarget: seconds, numRetries: 100, numMaxDelayRetries: 0 } })
    await set('DeliveryPolicy', policy(36))
    const shown = await started.sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))
    expect(JSON.parse(shown.Attributes?.EffectiveDeliveryPolicy ?? '').healthyRetryPolicy).toMatchObject({
      minDelayTarget: 36,
      numRetries: 100,
    })
    expect(shown.Attributes?.DeliveryPolicy).toBe(policy(36))
    expect(await failure(set('DeliveryPolicy', policy(37)))).toMatchObject({ name: 'InvalidParameterException' })
    expect(await failure(set('RedrivePolicy', '{"deadLetterTargetArn":"queue"}'))).toMatchObject({ name: 'InvalidParameterException' })
    expect(await failure(set('Nonsense', ''))).toMatchObject({ message: 'Invalid parameter: AttributeName' })
  })

  it('never shows the password of its endpoint', async () => {
    const { sns } = await startPracticeAws({ reach: () => new URL('http://127.0.0.1:9/') })
    await sns.send(new CreateTopicCommand({ Name: 'alarms' }))
    await sns.send(new SubscribeCommand({ TopicArn: alarms, Protocol: 'https', Endpoint: 'https://probe:hush@desk.example/in/x' }))
    expect((await sns.send(new ListSubscriptionsCommand({}))).Subscriptions?.[0]?.Endpoint).toBe('https://probe:****@desk.example/in/x')
  })
})

describe('what is published', () => {
  it('reaches every confirmed subscription, signed by the version that the topic says', async () => {
    const started = await withTopic()
    const { sns, aws } = started
    const ear = await openEar()
    await subscribed(started, ear)
    const publish = () => sns.send(new PublishCommand({ TopicArn: alarms, Message: '{"AlarmName":"ö"}', Subject: 'ALARM: "a"' }))
    const first = await publish()
    await aws.idle()
    await sns.send(new SetTopicAttributesCommand({ TopicArn: alarms, AttributeName: 'SignatureVersion', AttributeValue: '2' }))
    await publish()
    await aws.idle()
    const [, one, two] = ear.heard
    expect(one?.json).toMatchObject({ Type: 'Notification', MessageId: first.MessageId, SignatureVersion: '1', Subject: 'ALARM: "a"' })
    expect(two?.json).toMatchObject({ SignatureVersion: '2' })
    for (const heard of [one, two]) {
      const json = heard?.json ?? {}
      const text = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'].map((name) => `${name}\n${json[name]}\n`).join('')
      const pem = await (await fetch(String(json.SigningCertURL))).text()
      const digest = json.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256'
      expect(verify(digest, Buffer.from(text), createPublicKey(pem), Buffer.from(String(json.Signature), 'base64'))).toBe(true)
    }
  })

  it('goes over https to whom an authority vouches for, and to nobody else', async () => {
    const { generate } = await import('selfsigned')
    const extensions = [{ name: 'subjectAltName' as const, altNames: [{ type: 2 as const, value: 'localhost' }] }]
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2048, extensions })
    const ear = await openEar({ key, cert })
    const subscribe = async (ca?: string) => {
      const reach = (url: URL) => new URL(url.pathname, ear.url)
      const { sns, aws, clock } = await startPracticeAws({ reach, ...(ca === undefined ? {} : { ca }) })
      await sns.send(new CreateTopicCommand({ Name: 'alarms' }))
      const DeliveryPolicy = '{"healthyRetryPolicy":{"numRetries":1,"minDelayTarget":1,"maxDelayTarget":1}}'
      const Endpoint = 'https://desk.example/in/a-secret'
      await sns.send(new SubscribeCommand({ TopicArn: alarms, Protocol: 'https', Endpoint, Attributes: { DeliveryPolicy } }))
      await inTime(clock, 1_000, () => expect(aws.deliveries()).toHaveLength(1))
      return aws.deliveries()[0]
    }
    expect(await subscribe()).toMatchObject({ outcome: 'lost', attempts: Array(2).fill({ status: 'no-answer' }) })
    expect(ear.heard).toEqual([])
    expect(await subscribe(cert)).toMatchObject({ outcome: 'delivered', attempts: [{ status: 200 }] })
    expect(ear.heard[0]?.json).toMatchObject({ Type: 'SubscriptionConfirmation', TopicArn: alarms })
  })

  it('goes through the retries of the subscription, then to its dead-letter queue, byte for byte as it was POSTed', async () => {
    const started = await withTopic()
    const { sns, aws, clock } = started
    const ear = await openEar()
    const dead = await queue(started, 'dead', alarms)
    await subscribed(started, ear, {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn }),
      DeliveryPolicy: JSON.stringify({ healthyRetryPolicy: { minDelayTarget: 5, maxDelayTarget: 5, numRetries: 2 } }),
    })
    ear.answer(503)
    await sns.send(new PublishCommand({ TopicArn: alarms, Message: 'm' }))
    await inTime(clock, 1_000, () => expect(ear.heard).toHaveLength(4))
    await aws.idle()
    expect(aws.deliveries().at(-1)).toMatchObject({
      outcome: 'dead-lettered',
      attempts: [{ status: 503 }, { status: 503 }, { status: 503 }],
    })
    expect(await bodies(started, dead.url)).toEqual([ear.heard.at(-1)?.body])
  })

  it('is done where the endpoint answers 4xx: no retry, no dead letter', async () => {
    const started = await withTopic()
    const ear = await openEar()
    const dead = await queue(started, 'dead', alarms)
    await subscribed(started, ear, { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn }) })
    ear.answer(404)
    await started.sns.send(new PublishCommand({ TopicArn: alarms, Message: 'm' }))
    await started.aws.idle()
    expect(started.aws.deliveries().at(-1)).toMatchObject({ outcome: 'delivered', attempts: [{ status: 404 }] })
    expect(await bodies(started, dead.url)).toEqual([])
  })

  it('lies in a queue as the signed envelope, or raw; a queue whose policy does not let SNS in gets nothing', async () => {
    const started = await withTopic()
    const { sns, aws } = started
    const whole = await queue(started, 'whole', alarms)
    const raw = await queue(started, 'raw', alarms)
    const closed = await queue(started, 'closed', null)
    const subscribe = (arn: string, Attributes: Record<string, string> = {}) =>
      sns.send(new SubscribeCommand({ TopicArn: alarms, Protocol: 'sqs', Endpoint: arn, Attributes, ReturnSubscriptionArn: true }))
    const { SubscriptionArn } = await subscribe(whole.arn)
    await subscribe(raw.arn, { RawMessageDelivery: 'true' })
    await subscribe(closed.arn)
    const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))
    expect(Attributes).toMatchObject({ PendingConfirmation: 'false' })
    expect(Attributes).not.toHaveProperty('EffectiveDeliveryPolicy')
    const { MessageId } = await sns.send(new PublishCommand({ TopicArn: alarms, Message: '{"AlarmName":"a"}' }))
    await aws.idle()
    const [envelope = ''] = await bodies(started, whole.url)
    expect(envelope.startsWith('{\n  "Type" : "Notification",\n  "MessageId" : "')).toBe(true)
    expect(JSON.parse(envelope)).toMatchObject({ MessageId, Message: '{"AlarmName":"a"}', SignatureVersion: '1' })
    expect(await bodies(started, raw.url)).toEqual(['{"AlarmName":"a"}'])
    expect(await bodies(started, closed.url)).toEqual([])
    expect(aws.deliveries().filter(({ outcome }) => outcome === 'lost')).toHaveLength(1)
  })

  it('is filtered by the policy of the subscription', async () => {
    const started = await withTopic()
    const ear = await openEar()
    await subscribed(started, ear, { FilterPolicyScope: 'MessageBody', FilterPolicy: '{"NewStateValue":["ALARM",{"prefix":"INSUFF"}]}' })
    for (const state of ['ALARM', 'OK', 'INSUFFICIENT_DATA']) {
      await started.sns.send(new PublishCommand({ TopicArn: alarms, Message: JSON.stringify({ NewStateValue: state }) }))
      await started.aws.idle()
    }
    expect(ear.heard.slice(1).map(({ json }) => JSON.parse(String(json.Message)).NewStateValue)).toEqual(['ALARM', 'INSUFFICIENT_DATA'])
  })

  it('is refused where it is empty, too long, or its subject too', async () => {
    const { sns } = await withTopic()
    const publish = (Message: string, Subject?: string) => failure(sns.send(new PublishCommand({ TopicArn: alarms, Message, Subject })))
    expect(await publish('x'.repeat(262_145))).toMatchObject({ message: 'Invalid parameter: Message too long' })
    expect(await publish('m', 's'.repeat(101))).toMatchObject({ message: 'Invalid parameter: Subject' })
    expect(await failure(sns.send(new PublishCommand({ TopicArn: alarms, Message: '{}', MessageStructure: 'json' })))).toMatchObject({
      name: 'InvalidParameterException',
    })
  })
})
