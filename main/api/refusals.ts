import { StoreError } from '../store/database.ts'

/** The sentence that goes with a `not-found`. */
export const noSuch = (what: string): { message: string } => ({
  message: `There is no such ${what}. It may have been removed: read the list again.`,
})

/** The store's fault, where an error is one. */
export const storeFault = (error: unknown): StoreError | null => (error instanceof StoreError ? error : null)
