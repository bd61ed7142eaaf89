import { z } from 'zod'

/** An instant: ISO 8601, UTC, milliseconds. */
export const instant = z.iso.datetime({ precision: 3 })

/** The store's counter at which what carries it was true; a client never replaces a row by one with a lower `rev`. */
export const rev = z.int().nonnegative()

export const pageQuery = {
  before: z
    .string()
    .regex(/^[1-9]\d{0,15}$/, 'A cursor is what the page before gave as next.')
    .optional()
    .describe('The cursor that the page before gave as `next`.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}

export const idInput = z.object({ id: z.string().min(1).max(100) })

/** A list, newest first, with the `rev` it is true for and the cursor of what is older. */
export const page = <Item extends z.ZodType>(item: Item) => z.object({ rev, items: z.array(item), next: z.string().nullable() })
