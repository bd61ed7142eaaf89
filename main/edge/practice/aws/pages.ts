import { z } from 'zod'

const tokenShape = z.object({ page: z.number().int().min(2), from: z.number().int().min(0) })
type Token = z.infer<typeof tokenShape>

/** One page of a list. Null: the token is none of ours. */
export function pageOf<T>(items: readonly T[], size: number, token: string | undefined): { items: T[]; next?: string } | null {
  const place = token === undefined || token === '' ? { page: 1, from: 0 } : readToken(token)
  if (place === null) return null
  const to = place.from + size
  const next: Token = { page: place.page + 1, from: to }
  return {
    items: items.slice(place.from, to),
    ...(to < items.length ? { next: Buffer.from(JSON.stringify(next)).toString('base64url') } : {}),
  }
}

/** Which page a call asks for: 1 without a token. */
export const pageNumber = (token: unknown): number => (typeof token === 'string' ? (readToken(token)?.page ?? 1) : 1)

function readToken(token: string): Token | null {
  try {
    const parsed = tokenShape.safeParse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')))
    return parsed.success ? parsed.data : null
  } catch {
    return null // not one of ours
  }
}
