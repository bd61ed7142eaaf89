import type { Integration } from '../../preload/contract/integrations.ts'
import { topicPattern, trust as trustShape } from '../../preload/contract/integrations.ts'
import type { ConfirmMode, Template } from '../../preload/contract/words.ts'
import type { Trust } from './words.ts'

export const ageUnits = { minutes: 60, hours: 3_600, days: 86_400 } as const
export type AgeUnit = keyof typeof ageUnits
export const isAgeUnit = (word: string): word is AgeUnit => word in ageUnits

/** What stands in the form, as typed. */
export interface Draft {
  name: string
  template: Template
  /** One to a line. */
  topics: string
  confirm: ConfirmMode
  age: string
  ageUnit: AgeUnit
  trustKind: Trust['kind']
  certificatePem: string
  endpoint: string
}

export const newDraft: Draft = {
  name: '',
  template: 'aws-cloudwatch',
  topics: '',
  confirm: 'manual',
  age: '3',
  ageUnit: 'days',
  trustKind: 'aws',
  certificatePem: '',
  endpoint: '',
}

const agePartsOf = (seconds: number): { age: string; ageUnit: AgeUnit } => {
  for (const unit of ['days', 'hours'] as const)
    if (seconds % ageUnits[unit] === 0) return { age: String(seconds / ageUnits[unit]), ageUnit: unit }
  return { age: String(Math.round((seconds / ageUnits.minutes) * 100) / 100), ageUnit: 'minutes' }
}

export function draftOf({ name, template, topics, confirm, maxAgeSeconds, trust }: Integration): Draft {
  return {
    name,
    template,
    topics: topics.join('\n'),
    confirm,
    ...agePartsOf(maxAgeSeconds),
    trustKind: trust.kind,
    certificatePem: trust.kind === 'custom' ? trust.certificatePem : '',
    endpoint: trust.kind === 'custom' ? trust.endpoint : '',
  }
}

/** The trust that a template begins with, as the desk chooses it too. */
export const usualTrust = (template: Template): Trust['kind'] => (template === 'generic-json' ? 'secret-url' : 'aws')

/** An account's twelve digits stand for all of its topics. */
const asPattern = (typed: string): string => (/^\d{12}$/.test(typed) ? `arn:aws:sns:*:${typed}:*` : typed)

/** The topics as typed, one to a line, each once. */
export const topicsOf = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(/[\s,]+/)
      .filter((one) => one !== '')
      .map(asPattern),
  ),
]

/** What is wrong with the topics: the first that is none, by its place. */
export function topicsFault(text: string): string | null {
  const topics = topicsOf(text)
  if (topics.length > 200) return 'An integration trusts 200 topics at most: use a pattern, such as arn:aws:sns:*:123456789012:*'
  for (const topic of topics) {
    const read = topicPattern.safeParse(topic)
    if (!read.success) return `«${topic.slice(0, 80)}» is no topic. ${read.error.issues[0]?.message ?? ''}`
  }
  return null
}

export function trustOf({ trustKind, certificatePem, endpoint }: Pick<Draft, 'trustKind' | 'certificatePem' | 'endpoint'>): Trust {
  return trustKind === 'custom' ? { kind: 'custom', certificatePem: certificatePem.trim(), endpoint: endpoint.trim() } : { kind: trustKind }
}

const maxAgeSecondsOf = ({ age, ageUnit }: Pick<Draft, 'age' | 'ageUnit'>): number =>
  Math.round(Number(age.replace(',', '.')) * ageUnits[ageUnit])

/** `automatic` takes a topic of the list only: without one, nothing says whose topics are taken. */
export const mayBeAutomatic = (topics: string): boolean => topicsOf(topics).length > 0 && topicsFault(topics) === null

export type Faults = Partial<Record<keyof Draft, string>>

/** What is wrong, field by field. */
export function faultsOf(draft: Draft): Faults {
  const faults: Faults = {}
  if (draft.name.trim() === '') faults.name = 'Give it a name, such as prod-alarms.'
  else if (draft.name.trim().length > 100) faults.name = 'A name has 100 characters at most.'
  const seconds = maxAgeSecondsOf(draft)
  if (draft.age.trim() === '' || !Number.isFinite(seconds) || seconds < 60 || seconds > 2 ** 31)
    faults.age = 'From 1 minute to 24,855 days.'
  if (draft.trustKind === 'secret-url' && draft.template !== 'generic-json')
    faults.trustKind = 'Trust in the URL alone is for generic-json: everything from SNS is signed.'
  if (draft.trustKind !== 'secret-url') {
    const topics = topicsFault(draft.topics)
    if (topics !== null) faults.topics = topics
  }
  if (draft.trustKind === 'custom') {
    if (draft.certificatePem.trim() === '') faults.certificatePem = 'Paste the certificate or the public key, as PEM.'
    else if (!/-----BEGIN [A-Z ]+-----/.test(draft.certificatePem))
      faults.certificatePem = 'That is no PEM: it begins with -----BEGIN CERTIFICATE----- or -----BEGIN PUBLIC KEY-----'
    if (!trustShape.safeParse({ kind: 'custom', certificatePem: 'x', endpoint: draft.endpoint.trim() }).success)
      faults.endpoint = 'Give the service’s address, such as http://localhost:4566'
  }
  return faults
}

/** What is sent, of a draft without faults. */
export function wishOf(draft: Draft) {
  const topics = draft.trustKind === 'secret-url' ? [] : [...topicsOf(draft.topics)]
  return {
    name: draft.name.trim(),
    topics,
    confirm: topics.length === 0 ? ('manual' as const) : draft.confirm,
    maxAgeSeconds: maxAgeSecondsOf(draft),
    trust: trustOf(draft),
  }
}
