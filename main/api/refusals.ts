import { ORPCError, ValidationError } from '@orpc/server'
import { StoreError } from '../store/database.ts'

/** The sentence that goes with a `not-found`. */
export const noSuch = (what: string): { message: string } => ({
  message: `There is no such ${what}. It may have been removed: read the list again.`,
})

/**
 * The refusal that a caller hears for an error: what was wrong with the input, by field; the store's fault; else that the
 * desk met a fault of its own, which is told to `fault`.
 */
export function refusalOf(error: unknown, fault: (error: unknown) => void): unknown {
  if (error instanceof StoreError) return new ORPCError('store-unavailable', { status: 503, message: error.message, cause: error })
  if (!(error instanceof ORPCError)) {
    fault(error)
    return error
  }
  if (error.code !== 'BAD_REQUEST' || !(error.cause instanceof ValidationError)) return error
  const issues = error.cause.issues.map(({ path, message }) => ({
    field: (path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
    message,
  }))
  const message = issues.map((issue) => (issue.field === '' ? issue.message : `${issue.field}: ${issue.message}`)).join('; ')
  return new ORPCError('invalid-input', { status: 400, message, data: { issues }, cause: error })
}
