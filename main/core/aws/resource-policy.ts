/** A statement of a topic's or queue's policy, as far as it is understood here; the rest is carried along as it is. */
interface Statement {
  Sid?: unknown
  Effect?: unknown
  Principal?: unknown
  Action?: unknown
  Condition?: unknown
  [more: string]: unknown
}

interface Policy {
  Statement: Statement[]
  [more: string]: unknown
}

export type Publisher = 'cloudwatch.amazonaws.com' | 'events.amazonaws.com' | 'sns.amazonaws.com'

const sid = {
  'cloudwatch.amazonaws.com': 'TocsinCloudWatch',
  'events.amazonaws.com': 'TocsinEventBridge',
  'sns.amazonaws.com': 'TocsinSns',
}

/**
 * Whether a topic's policy lets a service of AWS's publish, as far as it can be told from here: CloudWatch may where anybody of the account
 * may, as in the policy that a new topic has; EventBridge must be named. Null: the policy can't be read.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 */
export function letsPublish(text: string | null, service: Publisher, accountId: string): boolean | null {
  const policy = parsePolicy(text)
  if (policy === null) return null
  return policy.Statement.some(
    (statement) =>
      statement.Effect === 'Allow' &&
      textsOf(statement.Action).some((action) => /^(\*|sns:(\*|publish))$/i.test(action)) &&
      isFor(statement.Principal, service) &&
      isOfAccount(statement.Condition, accountId),
  )
}

/** The same policy with one more statement: CloudWatch (or EventBridge) of the account may publish to the topic. */
export function withPublisher(text: string | null, service: Publisher, topicArn: string, accountId: string): string | null {
  const policy = text === null ? emptyPolicy : parsePolicy(text)
  if (policy === null) return null
  return JSON.stringify({
    ...policy,
    Statement: [
      ...policy.Statement.filter((statement) => statement.Sid !== sid[service]),
      {
        Sid: sid[service],
        Effect: 'Allow',
        Principal: { Service: service },
        Action: 'sns:Publish',
        Resource: topicArn,
        Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
      },
    ],
  })
}

/** The topics that a queue's policy lets write to it by the statement that is ours. */
export function topicsThatSend(text: string | null): string[] {
  const ours = parsePolicy(text)?.Statement.find((statement) => statement.Sid === sid['sns.amazonaws.com'])
  const equals = fieldOf(ours?.Condition, 'ArnEquals')
  return textsOf(fieldOf(equals, 'aws:SourceArn'))
}

/** The same policy of a queue with our statement: these topics, and nobody else through it, may write to the queue. */
export function withSenders(text: string | null, queueArn: string, topicArns: readonly string[]): string | null {
  const policy = text === null ? emptyPolicy : parsePolicy(text)
  if (policy === null) return null
  return JSON.stringify({
    ...policy,
    Statement: [
      ...policy.Statement.filter((statement) => statement.Sid !== sid['sns.amazonaws.com']),
      {
        Sid: sid['sns.amazonaws.com'],
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': [...topicArns] } },
      },
    ],
  })
}

/** The same policy without the statement that is ours for a service; null where nothing is left. */
export function withoutOurs(text: string | null, service: Publisher): string | null {
  const policy = parsePolicy(text)
  if (policy === null) return text
  const Statement = policy.Statement.filter((statement) => statement.Sid !== sid[service])
  return Statement.length === 0 ? null : JSON.stringify({ ...policy, Statement })
}

/** Whether two policies say the same, whatever their spaces. */
export const samePolicy = (a: string | null, b: string | null): boolean =>
  a === b || (a !== null && b !== null && parsePolicy(a) !== null && JSON.stringify(parsePolicy(a)) === JSON.stringify(parsePolicy(b)))

const emptyPolicy: Policy = { Version: '2012-10-17', Statement: [] }

function parsePolicy(text: string | null): Policy | null {
  if (text === null) return null
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed !== 'object' || parsed === null) return null
    const statements = [fieldOf(parsed, 'Statement')].flat()
    if (!statements.every((one): one is Statement => typeof one === 'object' && one !== null)) return null
    return { ...parsed, Statement: statements }
  } catch {
    return null
  }
}

function isFor(principal: unknown, service: Publisher): boolean {
  const anybody = principal === '*' || textsOf(fieldOf(principal, 'AWS')).includes('*')
  if (anybody && service === 'cloudwatch.amazonaws.com') return true
  return textsOf(fieldOf(principal, 'Service')).includes(service)
}

/** Conditions on whose the source is must name the account; others are taken to hold, since they can't be judged from here. */
function isOfAccount(condition: unknown, accountId: string): boolean {
  if (typeof condition !== 'object' || condition === null) return true
  for (const keys of Object.values(condition)) {
    if (typeof keys !== 'object' || keys === null) continue
    for (const [key, values] of Object.entries(keys)) {
      if (/^aws:Source(Owner|Account)$/i.test(key) && !textsOf(values).some((value) => value === accountId || value === '*')) return false
    }
  }
  return true
}

const textsOf = (value: unknown): string[] => [value].flat().filter((one): one is string => typeof one === 'string')

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
