import { z } from 'zod'
import { notPossible, procedure } from './errors.ts'
import { instant } from './shapes.ts'

export const settingsValues = z.object({
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .nullable()
    .describe('Where AWS reaches this desk: a reverse proxy or a tunnel that passes POSTs to /in/ on to the receiver.'),
  reopenWindowMinutes: z
    .int()
    .min(0)
    .max(7 * 1_440)
    .describe('An ALARM within this long of a close reopens the same incident.'),
  catchUpMinutes: z.int().min(1).max(1_440).describe('How often what AWS says of its alarms is read, where an account is connected.'),
  soundPaused: z.boolean(),
  singleKeys: z.boolean().describe('Keyboard shortcuts of one key.'),
  keepAwake: z.boolean().describe('Desktop: hold the computer awake.'),
  deafAfterSeconds: z.int().min(0).max(3_600).describe('How long nothing can be heard before that opens an incident and tells you.'),
  startAtLogin: z.boolean().describe('Desktop: start with the session.'),
})
export type SettingsValues = z.infer<typeof settingsValues>

export const deskFacts = z.object({
  version: z.string(),
  shell: z.enum(['desktop', 'headless']),
  dataDir: z.string(),
  receiverUrl: z.string().describe('Where the receiver listens on this machine: for a reverse proxy, never for AWS.'),
  startedAt: instant,
  awsEndpointOverride: z.string().nullable(),
  secrets: z.enum(['keychain', 'key-file', 'plain']).describe('Where the key to the stored secrets is.'),
  publicUrlFromFlag: z.boolean(),
  practiceAccount: z.boolean().describe('Started with --practice: every AWS call goes to a made-up account inside Tocsin.'),
})
export type DeskFacts = z.infer<typeof deskFacts>

export const publicAddressCheck = z.object({
  ok: z.boolean(),
  url: z.string(),
  tookMs: z.number(),
  said: z.string().describe('What came back, in a sentence.'),
})

export const settings = {
  get: procedure.route({ method: 'GET', path: '/settings' }).output(settingsValues),
  update: procedure
    .route({ method: 'PATCH', path: '/settings' })
    .input(settingsValues.partial())
    .output(settingsValues)
    .errors(notPossible),
  desk: procedure.route({ method: 'GET', path: '/desk' }).output(deskFacts),
  checkPublicAddress: procedure.route({ method: 'POST', path: '/public-address/check' }).output(publicAddressCheck).errors(notPossible),
}
