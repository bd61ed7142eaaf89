import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wav': 'audio/wav',
  '.woff2': 'font/woff2',
}

const noncePlace = '__CSP_NONCE__'

/** What the page may do: its own scripts and styles, its own desk, nothing else. */
const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/** On every answer that a console gets, whatever it asked for. */
export const secure = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const

/** A file of the console as it is answered with 200. */
export interface ConsolePage {
  headers: Record<string, string>
  body: Buffer<ArrayBuffer>
}

/** @returns null where there is nothing at this path */
export type FindPage = (path: string) => ConsolePage | null

/**
 * The console's built files, read once: a path is one of these or it is nothing, so no path leads out of the folder. The page
 * itself, `/`, has a nonce of its own each time.
 * @throws where the console was not built
 */
export function readConsolePages(folder: string): FindPage {
  const files = new Map<string, { body: Buffer<ArrayBuffer>; type: string }>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const type = types[extname(entry.name)]
    if (type !== undefined) files.set(`/${path.slice(folder.length + 1).replaceAll('\\', '/')}`, { body: readFileSync(path), type })
  }
  const page = files.get('/index.html')?.body.toString('utf8')
  if (page === undefined) throw new Error(`There is no console in ${folder}.`)
  files.delete('/index.html')
  return (path) => {
    if (path === '/') {
      const nonce = randomBytes(16).toString('base64')
      return {
        headers: {
          ...secure,
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': policy(nonce),
          'cache-control': 'no-store',
        },
        body: Buffer.from(page.replaceAll(noncePlace, nonce)),
      }
    }
    const file = files.get(path)
    if (file === undefined) return null
    // Their names hold a hash of what is in them.
    const lasting = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
    return { headers: { ...secure, 'content-type': file.type, 'cache-control': lasting }, body: file.body }
  }
}
