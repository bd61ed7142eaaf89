import {
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge'
import { ListAccountAliasesCommand } from '@aws-sdk/client-iam'
import { ListTopicsCommand, SubscribeCommand } from '@aws-sdk/client-sns'
import { ListQueuesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { eventually } from '../../../harness/eventually.ts'
import { startPracticeAws } from '../../../harness/practice-aws.ts'
import { failure } from './failure.ts'

describe('who asks', () => {
  it('is somebody of the account, or of the account that its key stands for', async () => {
    const { sts, clients } = await startPracticeAws({ accounts: { AKIAOTHER00000000001: '999999999999' } })
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '123456789012',
      Arn: 'arn:aws:iam::123456789012:user/operator',
      UserId: expect.any(String),
    })
    const other = clients({ accessKeyId: 'AKIAOTHER00000000001' })
    expect((await other.sts.send(new GetCallerIdentityCommand({}))).Account).toBe('999999999999')
  })

  it('may take a role, whose key stands for the account of the role', async () => {
    const { sts, clock, clients } = await startPracticeAws()
    const { Credentials, AssumedRoleUser } = await sts.send(
      new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::222222222222:role/path/reader', RoleSessionName: 'tocsin' }),
    )
    expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::222222222222:assumed-role/reader/tocsin')
    expect(Credentials?.Expiration?.getTime()).toBe(clock.now() + 3_600_000)
    const taken = clients({ accessKeyId: Credentials?.AccessKeyId ?? '' })
    expect((await taken.sts.send(new GetCallerIdentityCommand({}))).Account).toBe('222222222222')
  })

  it('has an alias, or none', async () => {
    expect((await (await startPracticeAws()).iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual([])
    const named = await startPracticeAws({ alias: 'practice' })
    expect((await named.iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual(['practice'])
  })

  it('must sign', async () => {
    const { aws } = await startPracticeAws()
    const answer = await fetch(`${aws.url}/?Action=GetCallerIdentity`)
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('<Code>MissingAuthenticationToken</Code>')])
  })
})

describe('rules of EventBridge', () => {
  it('are found by what they send to', async () => {
    const { events } = await startPracticeAws()
    const topic = 'arn:aws:sns:eu-west-1:123456789012:alarms'
    await events.send(new PutRuleCommand({ Name: 'to-topic', EventPattern: '{"source":["aws.cloudwatch"]}' }))
    await events.send(new PutTargetsCommand({ Rule: 'to-topic', Targets: [{ Id: 't', Arn: topic }] }))
    await events.send(new PutRuleCommand({ Name: 'other', EventPattern: '{}', State: 'DISABLED' }))
    expect((await events.send(new ListRuleNamesByTargetCommand({ TargetArn: topic }))).RuleNames).toEqual(['to-topic'])
    expect((await events.send(new ListRulesCommand({}))).Rules).toMatchObject([
      { Name: 'to-topic', State: 'ENABLED', EventPattern: '{"source":["aws.cloudwatch"]}', EventBusName: 'default' },
      { Name: 'other', State: 'DISABLED' },
    ])
    expect((await events.send(new ListTargetsByRuleCommand({ Rule: 'to-topic' }))).Targets).toEqual([{ Id: 't', Arn: topic }])
    expect(await failure(events.send(new ListTargetsByRuleCommand({ Rule: 'none' })))).toMatchObject({ name: 'ResourceNotFoundException' })
  })
})

describe('faults', () => {
  it("deny in each service's own words", async () => {
    const { aws, sns, sqs, sts, iam, events } = await startPracticeAws()
    aws.faults.deny('*')
    const TopicArn = 'arn:aws:sns:eu-west-1:123456789012:alarms'
    expect(await failure(sns.send(new SubscribeCommand({ TopicArn, Protocol: 'https', Endpoint: 'https://a.example/' })))).toEqual({
      name: 'AuthorizationErrorException',
      status: 403,
      message: `User: arn:aws:iam::123456789012:user/operator is not authorized to perform: SNS:Subscribe on resource: ${TopicArn} because no identity-based policy allows the SNS:Subscribe action`,
    })
    expect(await sqs.send(new ListQueuesCommand({})).catch((error: unknown) => error)).toMatchObject({
      name: 'AccessDenied',
      Code: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    })
    expect(await failure(events.send(new ListRulesCommand({})))).toMatchObject({ name: 'AccessDeniedException', status: 400 })
    expect(await failure(sts.send(new GetCallerIdentityCommand({})))).toMatchObject({ name: 'AccessDenied', status: 403 })
    expect(await failure(iam.send(new ListAccountAliasesCommand({})))).toMatchObject({ name: 'AccessDenied', status: 403 })
  })

  it('throttle every nth call, or some of them, until they are lifted; the SDK tries again by itself', async () => {
    const { aws, sns, clients } = await startPracticeAws()
    const list = () => failure(sns.send(new ListTopicsCommand({})))
    const lift = aws.faults.throttle('sns:ListTopics', { every: 2 })
    expect((await Promise.all([list(), list(), list(), list()])).filter((one) => one?.name === 'Throttling')).toHaveLength(2)
    lift()
    expect(await list()).toBeNull()
    aws.faults.throttle('sns:*', { times: 1 })
    expect(await failure(clients({ maxAttempts: 3 }).sns.send(new ListTopicsCommand({})))).toBeNull()
    expect(aws.calls().at(-2)).toMatchObject({ operation: 'sns:ListTopics', error: 'Throttling' })
  })

  it('break, expire, and meet only what they are about', async () => {
    const { aws, sns, sqs, clients } = await startPracticeAws()
    const lift = aws.faults.breakDown('sns:ListTopics', { region: 'us-east-1' })
    expect(await failure(sns.send(new ListTopicsCommand({})))).toBeNull()
    expect(await failure(clients({ region: 'us-east-1' }).sns.send(new ListTopicsCommand({})))).toMatchObject({ status: 500 })
    lift()
    aws.faults.fail('*', { status: 403, code: 'ExpiredToken', message: 'The security token included in the request is expired' })
    expect(await failure(sns.send(new ListTopicsCommand({})))).toMatchObject({ name: 'ExpiredToken', status: 403 })
    expect(await failure(sqs.send(new ReceiveMessageCommand({ QueueUrl: `${aws.url}/1/q` })))).toMatchObject({ name: 'ExpiredToken' })
  })

  it('make an answer late by the given clock, whose date every answer carries', async () => {
    const { aws, clock, sns } = await startPracticeAws()
    const lift = aws.faults.delay('sns:ListTopics', 5_000)
    const listing = sns.send(new ListTopicsCommand({}))
    await eventually(() => expect(clock.waiting()).toBe(1))
    await clock.advance(5_000)
    expect((await listing).Topics).toEqual([])
    lift()
    const answer = await fetch(`${aws.url}/?Action=ListTopics`)
    expect(answer.headers.get('date')).toBe(new Date(clock.now()).toUTCString())
  })

  it('leave a log of every call', async () => {
    const { aws, sns } = await startPracticeAws()
    await sns.send(new ListTopicsCommand({}))
    expect(aws.calls()).toMatchObject([
      { operation: 'sns:ListTopics', region: 'eu-west-1', accessKeyId: 'AKIAPRACTICE00000001', error: null },
    ])
  })
})
