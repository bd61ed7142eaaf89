import { cloudTrailNotice } from './cloudtrail-notice.ts'
import { type Fields, fields, list, number, text } from './fields.ts'
import { inWords, lastPart, type Notice } from './notice.ts'

/** Where the events of a service hold what they are about, how it fares, and a sentence. The first field that is there counts. */
interface Told {
  label: string
  name: readonly string[]
  state: readonly string[]
  sentence: readonly string[]
}

const sources = new Map<string, Told>([
  ['aws.codepipeline', { label: 'CodePipeline', name: ['pipeline'], state: ['state'], sentence: [] }],
  ['aws.codebuild', { label: 'CodeBuild', name: ['project-name'], state: ['build-status', 'completed-phase-status'], sentence: [] }],
  ['aws.codedeploy', { label: 'CodeDeploy', name: ['deploymentGroup', 'application'], state: ['state'], sentence: [] }],
  ['aws.codecommit', { label: 'CodeCommit', name: ['repositoryName'], state: ['event'], sentence: [] }],
  ['aws.cloudformation', { label: 'CloudFormation', name: ['stack-id'], state: ['status'], sentence: ['status-reason'] }],
  ['aws.ec2', { label: 'EC2', name: ['instance-id', 'volume'], state: ['state', 'result'], sentence: [] }],
  ['aws.autoscaling', { label: 'Auto Scaling', name: ['AutoScalingGroupName'], state: [], sentence: ['StatusMessage', 'Cause'] }],
  ['aws.ecs', { label: 'ECS', name: ['group'], state: ['lastStatus', 'eventName'], sentence: ['stoppedReason', 'reason'] }],
  ['aws.ecr', { label: 'ECR', name: ['repository-name'], state: ['scan-status', 'result'], sentence: [] }],
  ['aws.rds', { label: 'RDS', name: ['SourceIdentifier', 'SourceArn'], state: [], sentence: ['Message'] }],
  ['aws.dms', { label: 'DMS', name: ['resourceLink'], state: ['eventType'], sentence: ['detailMessage'] }],
  ['aws.glue', { label: 'Glue', name: ['jobName', 'crawlerName', 'databaseName'], state: ['state'], sentence: ['message'] }],
  ['aws.states', { label: 'Step Functions', name: ['stateMachineArn', 'name'], state: ['status'], sentence: ['cause', 'error'] }],
  ['aws.batch', { label: 'Batch', name: ['jobName'], state: ['status'], sentence: ['statusReason'] }],
  ['aws.backup', { label: 'Backup', name: ['resourceArn', 'backupVaultName'], state: ['state', 'status'], sentence: ['statusMessage'] }],
  ['aws.config', { label: 'Config', name: ['configRuleName', 'resourceId'], state: ['messageType'], sentence: [] }],
  ['aws.trustedadvisor', { label: 'Trusted Advisor', name: ['check-name'], state: ['status'], sentence: [] }],
  ['aws.ssm', { label: 'Systems Manager', name: ['instance-id', 'resource-id', 'command-id'], state: ['status'], sentence: [] }],
  ['aws.elasticache', { label: 'ElastiCache', name: ['cacheClusterId'], state: [], sentence: ['message'] }],
  ['aws.kms', { label: 'KMS', name: ['key-id'], state: [], sentence: [] }],
  ['aws.acm', { label: 'ACM', name: ['CommonName'], state: [], sentence: [] }],
  ['aws.securityhub', { label: 'Security Hub', name: [], state: [], sentence: [] }],
  ['aws.guardduty', { label: 'GuardDuty', name: [], state: [], sentence: ['description'] }],
  ['aws.inspector2', { label: 'Inspector', name: [], state: [], sentence: ['description'] }],
  ['aws.macie', { label: 'Macie', name: [], state: [], sentence: ['description'] }],
  ['aws.access-analyzer', { label: 'Access Analyzer', name: ['resource'], state: ['status'], sentence: [] }],
  ['aws.ce', { label: 'Cost anomaly', name: ['monitorName'], state: [], sentence: [] }],
  ['aws.cloudwatch', { label: 'CloudWatch', name: ['alarmName'], state: [], sentence: [] }],
])

/**
 * An event of EventBridge that tells of no alarm: what its service says, in a line. Null where it is no such event.
 * https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
 */
export function eventBridgeNotice(body: Fields): Notice | null {
  // The notification rules of the developer tools pass events on with another spelling.
  const detailType = text(body['detail-type']) ?? (text(body.source)?.startsWith('aws.') ? text(body.detailType) : null)
  if (detailType === null) return null
  const detail = fields(body.detail)
  const source = text(body.source) ?? sourceOf(detailType)
  if (source === 'aws.health') return healthNotice(detail)
  if (source === 'aws.securityhub') return securityHubNotice(detail, detailType)
  return cloudTrailNotice(detail) ?? toldNotice(source, detailType, detail, list(body.resources).map(text)[0] ?? null)
}

/** Events that somebody sends by hand may lack their source. */
function sourceOf(detailType: string): string {
  const [service = ''] = detailType.toLowerCase().split(' ')
  return detailType.startsWith('AWS Health') ? 'aws.health' : `aws.${service}`
}

function toldNotice(source: string, detailType: string, detail: Fields, resource: string | null): Notice {
  const told = sources.get(source)
  const first = (names: readonly string[] = []) => names.map((name) => text(detail[name])).find((each) => each !== null) ?? null
  const named = first(told?.name)
  const name = named === null ? null : lastPart(named)
  const state = first(told?.state) ?? text(fields(detail['status-details']).status)
  const compliance = text(fields(detail.newEvaluationResult).complianceType)
  const heading = text(detail.title) ?? text(detail.Title)
  const sentence = first(told?.sentence) ?? text(detail.description) ?? (told === undefined ? text(detail.message) : null)
  const label = told?.label ?? detailType
  const how = compliance ?? state ?? (told === undefined ? null : detailType)
  const subject = [name ?? (resource === null ? null : lastPart(resource)), how === null ? null : inState(how)].filter(
    (each) => each !== null,
  )
  const line = heading ?? (subject.length > 0 ? subject.join(' ') : (sentence ?? ''))
  const more = heading === null && sentence !== null && line !== sentence ? `: ${sentence}` : ''
  return {
    title: line === '' ? label : `${label}: ${line}${more}`,
    about: `${source}|${detailType}|${text(detail.id) ?? name ?? resource ?? heading ?? ''}`,
    reason: sentence,
  }
}

/** States come as `SUCCEEDED`; a type of event, which is a phrase already, stays one. */
const inState = (state: string): string => (/^[A-Za-z_]+$/.test(state) ? inWords(state) : state)

/** https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html */
function healthNotice(detail: Fields): Notice {
  const service = text(detail.service) ?? 'AWS'
  const code = text(detail.eventTypeCode) ?? 'event'
  const category = text(detail.eventTypeCategory)
  const what = inWords(code.replace(new RegExp(`^AWS_(?:${/^\w+$/.test(service) ? service : 'AWS'}_)?`), ''))
  const entities = list(detail.affectedEntities)
  const entity = text(fields(entities[0]).entityValue)
  const more = entities.length > 1 ? ` and ${entities.length - 1} more` : ''
  const told = category === null || category === 'issue' ? '' : ` (${inWords(category)})`
  return {
    title: `AWS Health, ${service}: ${what}${told}${entity === null ? '' : ` on ${lastPart(entity)}${more}`}`,
    about: `aws.health|${text(detail.eventArn) ?? code}`,
    reason: text(fields(list(detail.eventDescription)[0]).latestDescription),
  }
}

/** https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html */
function securityHubNotice(detail: Fields, detailType: string): Notice {
  const findings = list(detail.findings)
  const finding = fields(findings[0])
  const title = text(finding.Title) ?? text(detail.actionName) ?? detailType
  const more = findings.length > 1 ? ` and ${number(findings.length - 1)} more` : ''
  return {
    title: `Security Hub: ${title}${more}`,
    about: `aws.securityhub|${text(finding.Id) ?? title}`,
    reason: text(finding.Description),
  }
}
