import { z } from 'zod'

const tokenKey = 'tocsin:token'
const session = z.object({ token: z.string().min(1) })

/** The sign-in code in an address's fragment, `#code=...`: one use, ten minutes. */
export function codeOf(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('code')
}

export const heldToken = (storage: Storage): string | null => storage.getItem(tokenKey)
export const holdToken = (storage: Storage, token: string): void => storage.setItem(tokenKey, token)
export const dropToken = (storage: Storage): void => storage.removeItem(tokenKey)

/**
 * Takes the sign-in code out of the address before anything is rendered, and exchanges it for the token. Without a
 * code, or with one that is spent, the token that this tab holds already; `null`: the page has to ask for it.
 */
export async function signIn(page: Window): Promise<string | null> {
  const code = codeOf(page.location.hash)
  if (code === null) return heldToken(page.sessionStorage)
  page.history.replaceState(null, '', page.location.pathname + page.location.search)
  try {
    const answer = await fetch('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    })
    const parsed = answer.ok ? session.safeParse(await answer.json()) : null
    if (parsed?.success) holdToken(page.sessionStorage, parsed.data.token)
  } catch {
    // The desk is not there: the page says so itself, or asks for the token.
  }
  return heldToken(page.sessionStorage)
}

/** Whether the desk takes this token. */
export async function tokenWorks(token: string): Promise<'yes' | 'no' | 'unanswered'> {
  try {
    const answer = await fetch('/api/coverage', { headers: { authorization: `Bearer ${token}` } })
    return answer.ok ? 'yes' : 'no'
  } catch {
    return 'unanswered'
  }
}
