import { pageNumber } from './pages.ts'
import { type Call, type Refused, refused, type Service } from './wire.ts'

/** Which calls of an operation a fault meets; all of them where nothing is said. */
export interface When {
  /** Every nth call of those that fit: 3 is the third, the sixth ... */
  every?: number
  /** Only this page of a list; the first is 1. */
  page?: number
  /** So often, then never again. */
  times?: number
  region?: string
  /** Only calls whose input holds this text, such as an ARN. */
  about?: string
}

/** Calls that go wrong on purpose. Operations are named as IAM names them: `sns:Subscribe`, `cloudwatch:*`, `*`. Each returns what ends it. */
export interface Faults {
  /** No permission, in the service's own code. */
  deny(operation: string, when?: When): () => void
  /** Too many calls, in the service's own code and status. */
  throttle(operation: string, when?: When): () => void
  /** The service itself is broken: 500. */
  breakDown(operation: string, when?: When): () => void
  /** Any other error, such as an expired token. */
  fail(operation: string, error: { status: number; code: string; message: string }, when?: When): () => void
  /** The answer comes so much later. */
  delay(operation: string, delayMs: number, when?: When): () => void
}

interface Fault {
  operation: string
  when: When
  fitted: number
  met: number
  effect: { delayMs: number } | ((call: Call, callerArn: string) => Refused)
}

/** The faults that are planted now, and what they say of a call. */
export function openFaults(): { faults: Faults; meet(call: Call, callerArn: string): { delayMs: number; refused: Refused | null } } {
  const planted = new Set<Fault>()
  const plant = (operation: string, when: When, effect: Fault['effect']) => {
    const fault: Fault = { operation, when, fitted: 0, met: 0, effect }
    planted.add(fault)
    return () => void planted.delete(fault)
  }
  return {
    faults: {
      deny: (operation, when = {}) => plant(operation, when, denial),
      throttle: (operation, when = {}) => plant(operation, when, throttling),
      breakDown: (operation, when = {}) =>
        plant(operation, when, () => refused(500, 'InternalFailure', 'The request processing has failed because of an unknown error.')),
      fail: (operation, { status, code, message }, when = {}) => plant(operation, when, () => refused(status, code, message)),
      delay: (operation, delayMs, when = {}) => plant(operation, when, { delayMs }),
    },
    meet(call, callerArn) {
      let delayMs = 0
      for (const fault of planted) {
        if (!isMet(fault, call)) continue
        if (typeof fault.effect === 'function') return { delayMs, refused: fault.effect(call, callerArn) }
        delayMs += fault.effect.delayMs
      }
      return { delayMs, refused: null }
    },
  }
}

function isMet(fault: Fault, call: Call): boolean {
  const { every = 1, page, times = Number.POSITIVE_INFINITY, region, about } = fault.when
  const name = `${call.service}:${call.operation}`
  if (fault.operation !== '*' && fault.operation !== name && fault.operation !== `${call.service}:*`) return false
  if (region !== undefined && region !== call.region) return false
  if (page !== undefined && page !== pageNumber(call.input.NextToken)) return false
  if (about !== undefined && !JSON.stringify(call.input).includes(about)) return false
  fault.fitted += 1
  if (fault.fitted % every !== 0 || fault.met >= times) return false
  fault.met += 1
  return true
}

const denials: Record<Service, { status: number; code: string; type?: string; prefix: string }> = {
  sns: { status: 403, code: 'AuthorizationError', prefix: 'SNS' },
  sqs: { status: 403, code: 'AccessDenied', type: 'com.amazon.coral.service#AccessDeniedException', prefix: 'sqs' },
  cloudwatch: { status: 403, code: 'AccessDenied', type: 'com.amazon.coral.service#AccessDeniedException', prefix: 'cloudwatch' },
  sts: { status: 403, code: 'AccessDenied', prefix: 'sts' },
  iam: { status: 403, code: 'AccessDenied', prefix: 'iam' },
  events: { status: 400, code: 'AccessDeniedException', prefix: 'events' },
}

/** The words of AWS's own refusals, as recorded; a missing permission for SNS is `AuthorizationError`. */
export function denial(call: Call, callerArn: string): Refused {
  const { status, code, type, prefix } = denials[call.service]
  const action = `${prefix}:${call.service === 'sqs' ? call.operation.toLowerCase() : call.operation}`
  const { TopicArn, SubscriptionArn, ResourceArn } = call.input
  const resource = TopicArn ?? SubscriptionArn ?? ResourceArn
  const on = typeof resource === 'string' ? ` on resource: ${resource}` : ''
  const said = `User: ${callerArn} is not authorized to perform: ${action}${on} because no identity-based policy allows the ${action} action`
  return refused(status, code, said, type)
}

function throttling({ service }: Call): Refused {
  if (service === 'events') return refused(400, 'ThrottlingException', 'Rate exceeded')
  if (service === 'sqs') return refused(403, 'RequestThrottled', 'Request was throttled.', 'com.amazonaws.sqs#RequestThrottled')
  return refused(400, 'Throttling', 'Rate exceeded', 'com.amazon.coral.availability#ThrottlingException')
}
