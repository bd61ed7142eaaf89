import { z } from 'zod'

const oneOrMany = z.union([z.string(), z.array(z.string())])
const statementShape = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.union([z.string(), z.record(z.string(), oneOrMany)]).optional(),
  Action: oneOrMany.optional(),
  Resource: oneOrMany.optional(),
  Condition: z.record(z.string(), z.record(z.string(), oneOrMany)).optional(),
})
const policyShape = z.object({ Statement: z.union([statementShape, z.array(statementShape)]) })
type Statement = z.infer<typeof statementShape>

/** Who asks a resource for what. `context` holds the condition keys that are known, such as `aws:SourceArn`. */
export interface Question {
  principal: { service: string } | { accountId: string }
  action: string
  resource: string
  context: Readonly<Record<string, string>>
}

/** Whether a text is a policy that AWS would take. */
export const isPolicy = (text: string): boolean => readPolicy(text) !== null

/**
 * Whether a resource's policy lets somebody do something: any Deny refuses, else any Allow grants. A condition whose operator isn't known
 * here never holds. Source: docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function allows(policy: string | undefined, question: Question): boolean {
  const statements = policy === undefined ? null : readPolicy(policy)
  const fitting = (statements ?? []).filter((statement) => applies(statement, question))
  return fitting.some(({ Effect }) => Effect === 'Allow') && !fitting.some(({ Effect }) => Effect === 'Deny')
}

function readPolicy(text: string): Statement[] | null {
  try {
    const parsed = policyShape.safeParse(JSON.parse(text))
    return parsed.success ? [parsed.data.Statement].flat() : null
  } catch {
    return null // not JSON
  }
}

function applies(statement: Statement, question: Question): boolean {
  const named = (list: string | string[] | undefined, value: string) => [list ?? []].flat().some((pattern) => isLike(pattern, value, true))
  if (!isFor(statement.Principal, question.principal) || !named(statement.Action, question.action)) return false
  if (statement.Resource !== undefined && ![statement.Resource].flat().some((pattern) => isLike(pattern, question.resource))) return false
  return Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => holds(operator, [values].flat(), contextOf(question, key))),
  )
}

function isFor(listed: Statement['Principal'], asking: Question['principal']): boolean {
  if (listed === undefined || listed === '*') return listed === '*'
  if (typeof listed === 'string') return false
  if ('service' in asking) return [listed.Service ?? []].flat().includes(asking.service) || [listed.AWS ?? []].flat().includes('*')
  const { accountId } = asking
  return [listed.AWS ?? []].flat().some((one) => one === '*' || one === accountId || one.includes(`::${accountId}:`))
}

/** Condition keys are told apart without regard to case. */
function contextOf({ context }: Question, key: string): string | undefined {
  return Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1]
}

function holds(operator: string, values: readonly string[], actual: string | undefined): boolean {
  const ifExists = operator.endsWith('IfExists')
  if (actual === undefined) return ifExists
  const kind = operator.replace(/IfExists$/, '')
  if (kind === 'StringEquals' || kind === 'ArnEquals' || kind === 'ArnLike' || kind === 'StringLike') {
    return values.some((value) => (kind === 'StringEquals' ? value === actual : isLike(value, actual)))
  }
  if (kind === 'StringNotEquals') return !values.includes(actual)
  return false
}

/** `*` is anything, `?` any one character. */
function isLike(pattern: string, value: string, anyCase = false): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, anyCase ? 'is' : 's').test(value)
}
