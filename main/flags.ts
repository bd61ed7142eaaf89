import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'

const port = z.coerce.number().int().min(0).max(65_535)
const publicUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''))

export interface Flags {
  data: string | null
  consolePort: number
  receiverPort: number
  publicUrl: string | null
  json: boolean
  open: boolean
  rotateToken: boolean
  newSecrets: boolean
  practice: boolean
  headless: boolean
  hidden: boolean
  help: boolean
}

export const usage = `Usage: npm start -- [flags]

  --headless              serve the console to a browser, without the desktop app
  --no-open               do not open the browser
  --json                  print one line of JSON when ready, and nothing else on stdout
  --data DIR              the data folder (or TOCSIN_DATA)
  --console-port N        the console's port on this computer; 0: the one of last time (or TOCSIN_CONSOLE_PORT)
  --receiver-port N       the receiver's port on this computer; 0: the one of last time (or TOCSIN_RECEIVER_PORT)
  --public-url URL        where AWS reaches the receiver (or TOCSIN_PUBLIC_URL)
  --rotate-token          make a new token for the console's API
  --new-secrets           give every integration a new URL, where the key to the old ones is lost
  --practice              try everything on a made-up AWS account inside Tocsin, in a temporary data folder
  --get-electron          try again to get the desktop app's Electron
  --hidden                desktop: start in the tray, without the window
  --help                  this page
`

/** A folder is meant from where it was typed: npm itself changes into the checkout. */
const folderOf = (data: string | undefined, env: Readonly<Record<string, string | undefined>>): string | null =>
  data === undefined ? null : resolve(env.INIT_CWD ?? '.', data)

/**
 * The command line, with `TOCSIN_...` variables behind it.
 * @returns the flags, or a sentence that says which one is wrong
 */
export function readFlags(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): { ok: true; flags: Flags } | { ok: false; said: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        headless: { type: 'boolean' },
        'no-open': { type: 'boolean' },
        json: { type: 'boolean' },
        data: { type: 'string' },
        'console-port': { type: 'string' },
        'receiver-port': { type: 'string' },
        'public-url': { type: 'string' },
        'rotate-token': { type: 'boolean' },
        'new-secrets': { type: 'boolean' },
        practice: { type: 'boolean' },
        hidden: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    })
    const checked = z.object({ consolePort: port, receiverPort: port, publicUrl: publicUrl.nullable() }).safeParse({
      consolePort: values['console-port'] ?? env.TOCSIN_CONSOLE_PORT ?? '0',
      receiverPort: values['receiver-port'] ?? env.TOCSIN_RECEIVER_PORT ?? '0',
      publicUrl: values['public-url'] ?? env.TOCSIN_PUBLIC_URL ?? null,
    })
    if (!checked.success) {
      const name = { consolePort: '--console-port', receiverPort: '--receiver-port', publicUrl: '--public-url' }[
        String(checked.error.issues[0]?.path[0])
      ]
      return { ok: false, said: name === '--public-url' ? `${name} takes an http or https address.` : `${name} takes a port: 0 to 65535.` }
    }
    return {
      ok: true,
      flags: {
        ...checked.data,
        data: folderOf(values.data ?? env.TOCSIN_DATA, env),
        json: values.json ?? false,
        open: !(values['no-open'] ?? false),
        rotateToken: values['rotate-token'] ?? false,
        newSecrets: values['new-secrets'] ?? false,
        practice: values.practice ?? false,
        headless: values.headless ?? false,
        hidden: values.hidden ?? false,
        help: values.help ?? false,
      },
    }
  } catch (error) {
    return { ok: false, said: error instanceof Error ? error.message : String(error) }
  }
}
