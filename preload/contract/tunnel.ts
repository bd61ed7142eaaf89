import { z } from 'zod'
import { notPossible, procedure } from './errors.ts'
import { instant } from './shapes.ts'
import { tunnelKinds, tunnelReasons, tunnelStates } from './words.ts'

/** ngrok's pages show a whole command to copy: its last word is meant. */
const key = (name: string) =>
  z
    .string()
    .max(1_000)
    .transform((text) => text.trim().split(/\s+/).at(-1) ?? '')
    .pipe(z.string().regex(/^[\w-]{8,300}$/, `That is no ${name} of ngrok's: paste it as its dashboard shows it.`))
    .nullable()
    .optional()

const domain = z
  .string()
  .max(300)
  .transform((text) =>
    text
      .trim()
      .toLowerCase()
      .replace(/^https?:\/\//, '')
      .replace(/\/.*$/, ''),
  )
  .pipe(
    z.union([
      z.literal(''),
      z.string().regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/, 'That is no domain, such as name.ngrok-free.dev.'),
    ]),
  )
  .transform((text) => (text === '' ? null : text))
  .nullable()

export const tunnelReport = z.object({
  kind: z
    .enum(tunnelKinds)
    .describe('`ngrok`: a tunnel that the desk keeps open. `own`: the public URL of the settings. `none`: AWS does not reach it.'),
  state: z.enum(tunnelStates).describe('`off` where nothing is to be opened.'),
  since: instant,
  downSince: instant.nullable().describe('Since when nothing comes through, also while it is being opened again.'),
  reason: z.enum(tunnelReasons).nullable(),
  code: z.string().nullable().describe('ngrok’s own code.'),
  said: z.string().nullable().describe('What is wrong and what to do.'),
  note: z.string().nullable().describe('What is to be known although it may be up: that nothing stands in for the desk, and why.'),
  nextTryAt: instant.nullable().describe('null while it is down: not before something is changed, or it is tried by hand.'),
  publicUrl: z.string().nullable().describe('Where AWS reaches this desk, or did when the tunnel was up last.'),
  domain: z.string().nullable().describe('The domain that was wished for; null: whichever the account has.'),
  standIn: z.object({
    wished: z.boolean(),
    stands: z.boolean().describe('A cloud endpoint answers 503 while this desk is away, so that SNS tries again.'),
  }),
  hasAuthtoken: z.boolean(),
  hasApiKey: z.boolean(),
  latencyMs: z.number().nullable(),
})
export type TunnelReport = z.infer<typeof tunnelReport>

const tunnelWish = z.object({
  kind: z.enum(tunnelKinds),
  authtoken: key('authtoken').describe('Sealed, never given back. null forgets it.'),
  apiKey: key('API key').describe(
    'Optional: finds the account’s domain and sets up the cloud endpoint. Sealed, never given back. null forgets it.',
  ),
  domain: domain.optional().describe('null: whichever the account has.'),
  standIn: z.boolean().optional(),
})

export const tunnel = {
  get: procedure.route({ method: 'GET', path: '/tunnel' }).output(tunnelReport),
  choose: procedure.route({ method: 'PUT', path: '/tunnel' }).input(tunnelWish).output(tunnelReport).errors(notPossible),
  retry: procedure.route({ method: 'POST', path: '/tunnel/retry' }).output(tunnelReport),
}
