import { z } from 'zod'
import type { Answered, Refused, Service } from './wire.ts'

/** The body of a call in AWS's JSON protocols. Null: it is no JSON object. */
export function parseJson(body: string): Record<string, unknown> | null {
  try {
    const parsed = z.record(z.string(), z.unknown()).safeParse(JSON.parse(body === '' ? '{}' : body))
    return parsed.success ? parsed.data : null
  } catch {
    return null // not JSON
  }
}

/** Dates are seconds since the epoch. Source: smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html */
export const toJsonAnswer = ({ output }: Answered): string => (output === null ? '{}' : JSON.stringify(onTheWire(output)))

export const toJsonError = (error: Refused): string => JSON.stringify({ __type: error.type ?? error.code, message: error.message })

/**
 * Services that once spoke the query protocol tell its code beside the JSON name.
 * Source: smithy.io/2.0/aws/protocols/aws-query-protocol.html, awsQueryCompatible
 */
export const queryErrorHeader = (error: Refused, service: Service): Record<string, string> =>
  service === 'events' ? {} : { 'x-amzn-query-error': `${error.code};${error.status < 500 ? 'Sender' : 'Receiver'}` }

function onTheWire(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1_000
  if (Array.isArray(value)) return value.map(onTheWire)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, onTheWire(part)]))
}
