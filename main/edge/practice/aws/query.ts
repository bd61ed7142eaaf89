import type { Answered, Refused, Service } from './wire.ts'

type Node = string | Map<string, Node>

/**
 * The form of AWS's query protocol as a value: `Tags.member.1.Key` is a list, `Attributes.entry.1.key` a map. Every leaf is a string.
 * Source: smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function parseQuery(form: URLSearchParams): Record<string, unknown> {
  const root = new Map<string, Node>()
  for (const [name, value] of form) plant(root, name.split('.'), value)
  const parsed = fold(root)
  return isRecord(parsed) ? parsed : {}
}

function plant(node: Map<string, Node>, path: readonly string[], value: string): void {
  const [name = '', ...rest] = path
  if (rest.length === 0) return void node.set(name, value)
  const next = node.get(name)
  const child = next instanceof Map ? next : new Map<string, Node>()
  node.set(name, child)
  plant(child, rest, value)
}

function fold(node: Node): unknown {
  if (typeof node === 'string') return node
  const members = node.get('member')
  if (node.size === 1 && members instanceof Map) return inOrder(members)
  const entries = node.get('entry')
  if (node.size === 1 && entries instanceof Map) return Object.fromEntries(inOrder(entries).filter(isRecord).map(toPair))
  return Object.fromEntries([...node].map(([name, child]) => [name, fold(child)]))
}

const inOrder = (list: Map<string, Node>): unknown[] => [...list].sort(([a], [b]) => Number(a) - Number(b)).map(([, child]) => fold(child))

/** SNS names a map's halves in two ways. */
const toPair = (entry: Record<string, unknown>): [string, unknown] => [String(entry.key ?? entry.Name ?? ''), entry.value ?? entry.Value]

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

const namespaces: Partial<Record<Service, string>> = {
  sns: 'http://sns.amazonaws.com/doc/2010-03-31/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
}

/** An answer in the query protocol's XML, spaced as AWS spaces it. An answer without output has no result element. */
export function toQueryAnswer({ output }: Answered, call: { service: Service; operation: string }, requestId: string): string {
  const { operation } = call
  const result = output === null ? '' : `${element(`${operation}Result`, output, '  ')}\n`
  const metadata = element('ResponseMetadata', { RequestId: requestId }, '  ')
  return `<${operation}Response xmlns="${namespaces[call.service]}">\n${result}${metadata}\n</${operation}Response>\n`
}

export function toQueryError(error: Refused, service: Service, requestId: string): string {
  const told = { Type: error.status < 500 ? 'Sender' : 'Receiver', Code: error.code, Message: error.message }
  const body = `${element('Error', told, '  ')}\n${element('RequestId', requestId, '  ')}`
  return `<ErrorResponse xmlns="${namespaces[service]}">\n${body}\n</ErrorResponse>\n`
}

function element(name: string, value: unknown, indent: string): string {
  const inner = children(value)
  if (inner === null) return `${indent}<${name}>${escaped(text(value))}</${name}>`
  if (inner.length === 0) return `${indent}<${name}/>`
  return `${indent}<${name}>\n${inner.map(([child, part]) => element(child, part, `${indent}  `)).join('\n')}\n${indent}</${name}>`
}

/** Null: a leaf. */
function children(value: unknown): [string, unknown][] | null {
  if (Array.isArray(value)) return value.map((one) => ['member', one])
  if (value instanceof Map) return [...value].map(([key, one]) => ['entry', { key, value: one }])
  if (value instanceof Date || !isRecord(value)) return null
  return Object.entries(value).filter(([, one]) => one !== undefined && one !== null)
}

const text = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value))

const escaped = (plain: string): string =>
  plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;')
