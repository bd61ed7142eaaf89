import { describe, expect, test } from 'vitest'
import { readAlarm } from '../../../main/core/alarms/read-alarm.ts'
import { account, here, nowhere, topicArn } from './messages.ts'

type Json = Record<string, unknown>
const read = (message: string | Json, context: { subject: string | null; topicArn: string | null } = here) =>
  readAlarm(typeof message === 'string' ? message : JSON.stringify(message), context)
const event = (detailType: string, source: string, detail: Json, resources: string[] = []): Json => ({
  version: '0',
  'detail-type': detailType,
  source,
  account: '210987654321',
  time: '2026-11-24T10:00:12Z',
  region: 'us-west-2',
  resources,
  detail,
})

describe('a notice is one readable line', () => {
  test.each<[string, Json]>([
    [
      'AWS Health, EC2: instance store drive performance degraded on i-0abc and 1 more',
      event('AWS Health Event', 'aws.health', {
        eventArn: 'arn:aws:health:us-west-2::event/1',
        service: 'EC2',
        eventTypeCode: 'AWS_EC2_INSTANCE_STORE_DRIVE_PERFORMANCE_DEGRADED',
        eventTypeCategory: 'issue',
        affectedEntities: [{ entityValue: 'i-0abc' }, { entityValue: 'i-0def' }],
      }),
    ],
    [
      'AWS Health, RDS: maintenance scheduled (scheduled change)',
      event('AWS Health Event', 'aws.health', {
        service: 'RDS',
        eventTypeCode: 'AWS_RDS_MAINTENANCE_SCHEDULED',
        eventTypeCategory: 'scheduledChange',
      }),
    ],
    [
      'GuardDuty: An unprotected port on i-0abc is being probed',
      event('GuardDuty Finding', 'aws.guardduty', { id: 'f1', severity: 2, title: 'An unprotected port on i-0abc is being probed' }),
    ],
    ['GuardDuty: Odd', { 'detail-type': 'GuardDuty Finding', region: 'us-west-2', detail: { title: 'Odd' } }],
    [
      'Security Hub: Root has no MFA and 1 more',
      event('Security Hub Findings - Imported', 'aws.securityhub', { findings: [{ Id: 'f1', Title: 'Root has no MFA' }, {}] }),
    ],
    [
      'CodePipeline: deploy failed',
      event('CodePipeline Pipeline Execution State Change', 'aws.codepipeline', { pipeline: 'deploy', state: 'FAILED' }),
    ],
    [
      'CodeBuild: unit-tests in progress',
      event('CodeBuild Build State Change', 'aws.codebuild', { 'project-name': 'unit-tests', 'build-status': 'IN_PROGRESS' }),
    ],
    ['EC2: i-0abc stopped', event('EC2 Instance State-change Notification', 'aws.ec2', { 'instance-id': 'i-0abc', state: 'stopped' })],
    [
      'Auto Scaling: web EC2 Instance Launch Unsuccessful: no capacity',
      event('EC2 Instance Launch Unsuccessful', 'aws.autoscaling', { AutoScalingGroupName: 'web', StatusMessage: 'no capacity' }),
    ],
    [
      'RDS: shop-db RDS DB Instance Event: DB instance shutdown',
      event('RDS DB Instance Event', 'aws.rds', { SourceIdentifier: 'shop-db', Message: 'DB instance shutdown' }),
    ],
    [
      'Config: encrypted-volumes non compliant',
      event('Config Rules Compliance Change', 'aws.config', {
        configRuleName: 'encrypted-volumes',
        newEvaluationResult: { complianceType: 'NON_COMPLIANT' },
      }),
    ],
    ['Order Placed: order-7', event('Order Placed', 'com.example.shop', {}, ['urn:shop:order/order-7'])],
    [
      'Console sign-in failed for ana from 192.0.2.7',
      event('AWS Console Sign In via CloudTrail', 'aws.signin', {
        eventName: 'ConsoleLogin',
        eventSource: 'signin.amazonaws.com',
        userIdentity: { type: 'IAMUser', userName: 'ana' },
        sourceIPAddress: '192.0.2.7',
        responseElements: { ConsoleLogin: 'Failure' },
        errorMessage: 'Failed authentication',
      }),
    ],
    [
      'Console sign-in succeeded for root from 192.0.2.7, without MFA',
      {
        eventVersion: '1.08',
        eventName: 'ConsoleLogin',
        eventSource: 'signin.amazonaws.com',
        userIdentity: { type: 'Root', arn: `arn:aws:iam::${account}:root` },
        sourceIPAddress: '192.0.2.7',
        responseElements: { ConsoleLogin: 'Success' },
        additionalEventData: { MFAUsed: 'No' },
      },
    ],
    [
      'CloudTrail: iam DeleteUser by ana (AccessDenied)',
      {
        eventName: 'DeleteUser',
        eventSource: 'iam.amazonaws.com',
        userIdentity: { type: 'IAMUser', userName: 'ana' },
        errorCode: 'AccessDenied',
      },
    ],
    [
      'Auto Scaling: EC2 instance launch error in web',
      { Service: 'AWS Auto Scaling', Event: 'autoscaling:EC2_INSTANCE_LAUNCH_ERROR', AutoScalingGroupName: 'web', AccountId: account },
    ],
    ['Auto Scaling: test notification in web', { Event: 'autoscaling:TEST_NOTIFICATION', AutoScalingGroupName: 'web' }],
    [
      'RDS: shop-db: DB instance restarted',
      {
        'Event Source': 'db-instance',
        'Event Time': '2026-11-24 10:00:12.345',
        'Source ID': 'shop-db',
        'Event ID': 'RDS-EVENT-0006',
        'Event Message': 'DB instance restarted',
      },
    ],
    [
      'SES: permanent bounce for bo@example.com',
      {
        notificationType: 'Bounce',
        bounce: { bounceType: 'Permanent' },
        mail: { messageId: 'm', source: 'shop@example.com', destination: ['bo@example.com'] },
      },
    ],
    [
      'S3: ObjectCreated:Put invoices/2026/1.pdf',
      {
        Records: [
          { eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: { bucket: { name: 'invoices' }, object: { key: '2026/1.pdf' } } },
        ],
      },
    ],
    ['S3: test event of invoices', { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'invoices' }],
    [
      'CodeDeploy: live failed',
      {
        region: 'eu-west-1',
        accountId: account,
        deploymentId: 'd-1',
        applicationName: 'shop',
        deploymentGroupName: 'live',
        status: 'FAILED',
      },
    ],
    [
      'Cost anomaly: 41.45 above the expected spend in Amazon EC2',
      { anomalyId: 'a1', impact: { totalImpact: 41.45 }, rootCauses: [{ service: 'Amazon EC2' }] },
    ],
    ['CloudTrail: log file in trails: 1.json.gz', { s3Bucket: 'trails', s3ObjectKey: ['AWSLogs/1.json.gz'] }],
    ['ElastiCache: sessions snapshot complete', { 'ElastiCache:SnapshotComplete': 'sessions' }],
    ['The queue is stuck', { level: 'high', message: 'The queue is stuck' }],
    ['a 1', { a: 1 }],
    ['queue orders, depth 12, stuck true', { queue: 'orders', depth: 12, stuck: true, more: { a: 1 } }],
    ['*HighCPU* is back', { version: '1.0', source: 'custom', content: { textType: 'client-markdown', title: '*HighCPU* is back' } }],
    ['INFRA: the disk is full', { source: 'shop', 'detail-type': 'INFRA', detail: { message: 'the disk is full' } }],
    ['HighCPU', { AlarmName: 'HighCPU', Trigger: { MetricName: 'CPUUtilization' } }],
    [
      'CodePipeline: deploy failed',
      { source: 'aws.codepipeline', detailType: 'Execution State Change', detail: { pipeline: 'deploy', state: 'FAILED' } },
    ],
    [
      'Redshift: warehouse: Maintenance completed.',
      {
        'Event Source': 'cluster',
        Resource: 'warehouse',
        'Identifier Link': 'https://console.aws.amazon.com/redshift/home',
        'Event Message': 'Maintenance completed.',
      },
    ],
  ])('%s', (title, message) => {
    expect(read(message)).toMatchObject({ kind: 'notice', state: null, previousState: null, alarmName: null, title })
  })

  test('of Budgets has the sum', () => {
    const text = `AWS Budget Notification November 24, 2026\nAWS Account 210987654321\n\nDear AWS Customer,\n\nYou requested that we alert you when the ACTUAL Cost associated with your shop budget is greater than $21.00.\n\nBudget Name: shop\nBudget Type: Cost\nAlert Threshold: > $21.00\nACTUAL Amount: $41.45\n`
    expect(read(text, { subject: 'AWS Budgets: shop has exceeded your alert threshold', topicArn })).toMatchObject({
      title: 'AWS Budgets: shop has exceeded your alert threshold (actual $41.45, alert at > $21.00)',
      accountId: '210987654321',
      region: 'eu-west-1',
    })
    expect(read(text).title).toBe('AWS Budgets: shop has reached its alert threshold (actual $41.45, alert at > $21.00)')
  })

  test('of CloudFormation has stack, part and status', () => {
    const text =
      "StackId='arn:aws:cloudformation:eu-west-1:123456789012:stack/shop/1'\nTimestamp='2026-11-24T10:00:12.345Z'\nLogicalResourceId='Queue'\nResourceStatus='CREATE_FAILED'\nResourceStatusReason='no quota'\nStackName='shop'\n"
    expect(read(text)).toMatchObject({ title: 'CloudFormation: shop / Queue create failed', reason: 'no quota' })
  })

  test('of Backup has the resource, since its subject is always the same', () => {
    const text = 'An AWS Backup job failed. Resource ARN : arn:aws:ec2:eu-west-1:123456789012:volume/vol-0abc. BackupJob ID : 1b23'
    expect(read(text, { subject: 'Notification from AWS Backup', topicArn }).title).toBe('Backup job failed: vol-0abc')
  })

  test('of text that an input transformer made of several lines has no quotation marks', () => {
    expect(read('"The queue is stuck"\n""\n"See the runbook."').title).toBe('The queue is stuck')
  })

  test('of text is its subject, or the first line that says something', () => {
    expect(read('\n\n----\nThe nightly job failed.\nSee the log.', { subject: null, topicArn })).toMatchObject({
      title: 'The nightly job failed.',
    })
    expect(read('See the log.', { subject: 'Nightly job', topicArn })).toMatchObject({ title: 'Nightly job', reason: 'See the log.' })
    expect(read('  \n ', nowhere)).toMatchObject({ title: 'An empty message', reason: null })
    expect(read('\u202e', { subject: '\u202e', topicArn }).title).toBe('A message without words')
  })
})

describe('a notice', () => {
  test('has its event’s account, region and time, or the topic’s', () => {
    const pipeline = event('CodePipeline Pipeline Execution State Change', 'aws.codepipeline', { pipeline: 'deploy', state: 'FAILED' })
    expect(read(pipeline)).toMatchObject({ accountId: '210987654321', region: 'us-west-2', at: Date.UTC(2026, 10, 24, 10, 0, 12) })
    const record = {
      eventName: 'CheckMfa',
      eventSource: 'signin.amazonaws.com',
      userIdentity: {},
      awsRegion: 'us-east-1',
      recipientAccountId: account,
      eventTime: '2026-11-24T10:00:12Z',
    }
    expect(read(record, nowhere)).toMatchObject({ accountId: account, region: 'us-east-1', at: Date.UTC(2026, 10, 24, 10, 0, 12) })
    expect(read('hello')).toMatchObject({ accountId: account, region: 'eu-west-1', at: null })
    expect(read('hello', nowhere)).toMatchObject({ accountId: null, region: null })
  })

  test('keeps its key while the state of its thing changes, and has another for another thing or topic', () => {
    const key = (pipeline: string, state: string, context = here) =>
      read(event('CodePipeline Pipeline Execution State Change', 'aws.codepipeline', { pipeline, state }), context).dedupKey
    expect(key('deploy', 'FAILED')).toBe(key('deploy', 'SUCCEEDED'))
    expect(key('deploy', 'FAILED')).not.toBe(key('release', 'FAILED'))
    expect(key('deploy', 'FAILED')).not.toBe(key('deploy', 'FAILED', nowhere))
    expect(read('one text', { subject: 'Nightly job', topicArn }).dedupKey).toBe(
      read('another', { subject: 'Nightly job', topicArn }).dedupKey,
    )
  })
})
