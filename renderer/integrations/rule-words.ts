import type { Integration } from '../../preload/contract/integrations.ts'

export type Rule = Integration['rules'][number]
type Condition = Rule['when'][number]

const fieldWords: Record<Condition['field'], string> = {
  alarmName: 'alarm name',
  title: 'title',
  description: 'description',
  reason: 'reason',
  state: 'state',
  accountId: 'account',
  region: 'region',
  namespace: 'namespace',
  metricName: 'metric',
  subject: 'subject',
  message: 'message',
}
const testWords: Record<Condition['test'], string> = { equals: 'is', 'starts-with': 'begins', 'ends-with': 'ends', contains: 'contains' }

/** `metric is HTTPCode_Target_5XX, account is 123456789012` */
export const whenOf = ({ when }: Pick<Rule, 'when'>): string =>
  when.length === 0 ? 'any message' : when.map(({ field, test, value }) => `${fieldWords[field]} ${testWords[test]} ${value}`).join(', ')

/** What a rule does, before the severity that it gives. */
export const doesOf: Record<Rule['outcome'], string> = {
  'by-state': 'by its state',
  open: 'open',
  close: 'close',
  leave: 'leave, Mapped Ignored',
  filter: 'leave, Filtered',
}

/** Whether the severity says anything: what opens nothing has none. */
export const opens = ({ outcome }: Pick<Rule, 'outcome'>): boolean => outcome === 'open' || outcome === 'by-state'
