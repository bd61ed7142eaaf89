import { type Fields, fields, isFields, list, number, text } from './fields.ts'
import { inWords, lastPart, type Notice } from './notice.ts'

/** What services publish to a topic by themselves, without EventBridge: JSON of their own making. Null where none is recognised. */
export function directNotice(body: Fields): Notice | null {
  return (
    autoScalingNotice(body) ??
    databaseNotice(body) ??
    sesNotice(body) ??
    s3Notice(body) ??
    codeDeployNotice(body) ??
    configNotice(body) ??
    costAnomalyNotice(body) ??
    trailFilesNotice(body) ??
    elastiCacheNotice(body)
  )
}

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-sns-notifications.html */
function autoScalingNotice(body: Fields): Notice | null {
  const event = text(body.Event) ?? text(body.LifecycleTransition)
  if (event === null || !event.startsWith('autoscaling:')) return null
  const group = text(body.AutoScalingGroupName) ?? 'a group'
  const what = inWords(event.slice('autoscaling:'.length)).replace(/\bec2\b/, 'EC2')
  return { title: `Auto Scaling: ${what} in ${group}`, about: `autoscaling|${group}`, reason: text(body.StatusMessage) ?? text(body.Cause) }
}

/** RDS, DMS and Redshift events. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.html */
function databaseNotice(body: Fields): Notice | null {
  const message = text(body['Event Message'])
  const source = text(body['Event Source'])
  if (message === null || source === null) return null
  const id = text(body['Source ID']) ?? text(body.SourceId) ?? text(body.Resource) ?? inWords(source)
  const about = `${text(body['About this Event'])} ${text(body['Identifier Link'])}`
  const service = source.startsWith('replication') ? 'DMS' : about.includes('/redshift/') ? 'Redshift' : 'RDS'
  return { title: `${service}: ${id}: ${message}`, about: `${service}|${id}`, reason: message }
}

/** https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html */
function sesNotice(body: Fields): Notice | null {
  const type = text(body.notificationType) ?? text(body.eventType)
  if (type === null || !isFields(body.mail)) return null
  const to = text(list(body.mail.destination)[0])
  const bounce = text(fields(body.bounce).bounceType)
  const what = bounce === null ? inWords(type) : `${inWords(bounce)} ${inWords(type)}`
  const from = text(body.mail.source)
  return { title: `SES: ${what}${to === null ? '' : ` for ${to}`}`, about: `ses|${inWords(type)}|${from ?? ''}`, reason: null }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
function s3Notice(body: Fields): Notice | null {
  if (body.Event === 's3:TestEvent') {
    const bucket = text(body.Bucket) ?? ''
    return { title: `S3: test event of ${bucket}`, about: `s3|${bucket}`, reason: null }
  }
  const records = list(body.Records)
  const record = fields(records[0])
  if (record.eventSource !== 'aws:s3') return null
  const s3 = fields(record.s3)
  const bucket = text(fields(s3.bucket).name) ?? ''
  const key = text(fields(s3.object).key) ?? ''
  const more = records.length > 1 ? ` and ${records.length - 1} more` : ''
  return { title: `S3: ${text(record.eventName) ?? 'event'} ${bucket}/${key}${more}`, about: `s3|${bucket}`, reason: null }
}

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-sns-event-notifications-json-format.html */
function codeDeployNotice(body: Fields): Notice | null {
  const deployment = text(body.deploymentId)
  const status = text(body.status) ?? text(body.instanceStatus)
  if (deployment === null || status === null) return null
  const name = text(body.deploymentGroupName) ?? text(body.applicationName) ?? deployment
  return { title: `CodeDeploy: ${name} ${inWords(status)}`, about: `codedeploy|${name}`, reason: text(body.errorInformation) }
}

/** https://docs.aws.amazon.com/config/latest/developerguide/notifications-for-AWS-Config.html */
function configNotice(body: Fields): Notice | null {
  const type = text(body.messageType)
  if (type === null || (body.configRuleName === undefined && body.configurationItem === undefined && body.s3Bucket === undefined))
    return null
  const item = fields(body.configurationItem)
  const rule = text(body.configRuleName)
  const resource = text(body.resourceId) ?? text(item.resourceId)
  const state = text(fields(body.newEvaluationResult).complianceType)
  const about = [rule, resource].filter((each) => each !== null).join(' / ')
  return {
    title: `Config: ${[about, inWords(state ?? type)].filter((each) => each !== '').join(' ')}`,
    about: `config|${about || type}`,
    reason: text(fields(body.newEvaluationResult).annotation),
  }
}

/** https://docs.aws.amazon.com/cost-management/latest/userguide/cad-alert-chime.html */
function costAnomalyNotice(body: Fields): Notice | null {
  const id = text(body.anomalyId)
  if (id === null) return null
  const impact = number(fields(body.impact).totalImpact)
  const cause = text(fields(list(body.rootCauses)[0]).service) ?? text(body.dimensionalValue)
  const cost = impact === null ? '' : `: ${impact.toFixed(2)} above the expected spend`
  return { title: `Cost anomaly${cost}${cause === null ? '' : ` in ${cause}`}`, about: `cost-anomaly|${id}`, reason: null }
}

/** CloudTrail's own word that a log file was delivered. */
function trailFilesNotice(body: Fields): Notice | null {
  const bucket = text(body.s3Bucket)
  const keys = list(body.s3ObjectKey)
  if (bucket === null || keys.length === 0) return null
  const more = keys.length > 1 ? ` and ${keys.length - 1} more` : ''
  return {
    title: `CloudTrail: log file in ${bucket}: ${lastPart(text(keys[0]) ?? '')}${more}`,
    about: `cloudtrail|${bucket}`,
    reason: null,
  }
}

/** `{"ElastiCache:SnapshotComplete": "cluster"}`: the event is the name of the field. */
function elastiCacheNotice(body: Fields): Notice | null {
  const key = Object.keys(body).find((each) => each.startsWith('ElastiCache:'))
  if (key === undefined) return null
  const cluster = text(body[key]) ?? ''
  return { title: `ElastiCache: ${cluster} ${inWords(key.slice('ElastiCache:'.length))}`, about: `elasticache|${cluster}`, reason: null }
}
