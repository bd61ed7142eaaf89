import type { z } from 'zod'

/** The services that the practice AWS speaks for, by the names that IAM's actions begin with. */
export type Service = 'sns' | 'sqs' | 'cloudwatch' | 'sts' | 'iam' | 'events'

/** One call as a client made it, whatever its protocol. */
export interface Call {
  service: Service
  operation: string
  region: string
  /** Null: the call carries no signature. A signature is not verified: there are no keys here to check it with. */
  accessKeyId: string | null
  input: Record<string, unknown>
  /** Ends when the client goes away, or the practice AWS closes. */
  signal: AbortSignal
}

/** An error as AWS words it. `type` is what the JSON protocols call it where that is another name than the query protocol's `code`. */
export interface Refused {
  kind: 'refused'
  status: number
  code: string
  type?: string
  message: string
}

/** `output` holds dates as Date and, in the query protocol, maps as Map. Null: an answer without a result. */
export interface Answered {
  kind: 'answered'
  output: Record<string, unknown> | null
}

export type Result = Answered | Refused

export type Operation = (call: Call) => Result | Promise<Result>
export type Operations = Readonly<Record<string, Operation>>

export const answered = (output: Record<string, unknown> | null = null): Answered => ({ kind: 'answered', output })

export const refused = (status: number, code: string, message: string, type?: string): Refused => ({
  kind: 'refused',
  status,
  code,
  message,
  ...(type === undefined ? {} : { type }),
})

/** What a service calls an input that does not fit: named for the first field that is wrong. */
export type Invalid = (field: string, said: string) => Refused

/** An operation whose input is parsed first; what does not fit is refused in the service's own words. */
export const operations =
  (invalid: Invalid) =>
  <T>(schema: z.ZodType<T>, run: (input: T, call: Call) => Result | Promise<Result>): Operation =>
  (call) => {
    const parsed = schema.safeParse(call.input)
    if (parsed.success) return run(parsed.data, call)
    const [issue] = parsed.error.issues
    return invalid(issue?.path.map(String).join('.') ?? '', issue?.message ?? '')
  }
