import { lastPart, type Notice } from './notice.ts'

/** How far into a text its facts are looked for. */
const headMax = 4_000

/** Plain text that services publish: Budgets, CloudFormation and Backup; of anything else the subject, or the first line that says something. */
export function textNotice(text: string, subject: string | null): Notice {
  const head = text.slice(0, headMax)
  return budgetNotice(head, subject) ?? stackNotice(head) ?? backupNotice(head) ?? plainNotice(head, subject)
}

/** https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html */
function budgetNotice(head: string, subject: string | null): Notice | null {
  if (!head.startsWith('AWS Budget Notification')) return null
  const name = fact(head, 'Budget Name')
  const [amount, threshold] = [/^(ACTUAL|FORECASTED) Amount: (.{1,40})$/m.exec(head), fact(head, 'Alert Threshold')]
  const against = amount === null ? '' : ` (${amount[1]?.toLowerCase()} ${amount[2]}${threshold === null ? '' : `, alert at ${threshold}`})`
  return {
    title: `${subject ?? `AWS Budgets: ${name ?? 'a budget'} has reached its alert threshold`}${against}`,
    about: `budgets|${name ?? subject ?? ''}`,
    reason:
      head
        .split(/\n\s*\n/)
        .find((each) => each.includes('associated with'))
        ?.trim() ?? null,
  }
}

const fact = (head: string, name: string): string | null => new RegExp(`^${name}: (.{1,100})$`, 'm').exec(head)?.[1]?.trim() ?? null

/** A stack's event, in lines of `Name='value'`. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-console-sns.html */
function stackNotice(head: string): Notice | null {
  if (!head.startsWith("StackId='")) return null
  const value = (name: string) => new RegExp(`^${name}='([^'\\n]{1,400})`, 'm').exec(head)?.[1] ?? null
  const stack = value('StackName') ?? 'a stack'
  const resource = value('LogicalResourceId')
  const status = value('ResourceStatus')?.toLowerCase().replaceAll('_', ' ') ?? 'changed'
  const part = resource === null || resource === stack ? '' : ` / ${resource}`
  return {
    title: `CloudFormation: ${stack}${part} ${status}`,
    about: `cloudformation|${stack}${part}`,
    reason: value('ResourceStatusReason'),
  }
}

const backupJob = /^An AWS (Backup .{1,100}?)\. .{0,300}?\b(?:Resource|Recovery point) ARN ?: ?(arn:\S{1,300})/i

/** Its subject is always the same. https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html */
function backupNotice(head: string): Notice | null {
  const [, what, arn] = backupJob.exec(head) ?? []
  if (what === undefined || arn === undefined) return null
  const resource = lastPart(arn.replace(/\.$/, ''))
  return { title: `${what}: ${resource}`, about: `backup|${resource}`, reason: head.trim() }
}

function plainNotice(head: string, subject: string | null): Notice {
  const line =
    head
      .split('\n', 50)
      .find((each) => /[\p{L}\p{N}]/u.test(each))
      ?.trim()
      // An input transformer of several lines is sent with its quotation marks.
      .replace(/^"(.+)"$/, '$1') ?? null
  return { title: subject ?? line ?? 'An empty message', about: subject ?? line ?? '', reason: head.trim() === '' ? null : head.trim() }
}
