import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { memory, start } from './footprint.ts'
import { ingest, messagesARound } from './ingest.ts'
import { painted } from './painted.ts'
import { profile } from './profile.ts'
import { signMessages } from './signed-messages.ts'

const usage = `npm run bench [-- PARTS...] [FLAGS]

  ingest               deliveries a second against glue, at 1, 16 and 64 connections
  searching            the same while a search for what is rare runs
  painted              from the answer to the painted row, in a real Chromium
  start                from the start to the ready line, empty and with a million deliveries
  memory               at rest and after 100,000 deliveries; CPU at rest
  profile              where the time of a delivery goes, at the last of --connections (only when named)

  --rounds N           rounds of each (5)
  --seconds N          how long each server is loaded at a time (1.2)
  --connections LIST   (1,16,64)
  --against DIR        another checkout, built, in the same rounds
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '1.2' },
    connections: { type: 'string', default: '1,16,64' },
    against: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

const options = {
  rounds: Number(values.rounds),
  connections: values.connections.split(',').map(Number),
  forMs: Number(values.seconds) * 1_000,
  against: values.against ?? null,
}
const say = (text: string): void => void process.stdout.write(`${text}\n\n`)
const signed = () => signMessages(messagesARound(options))

const parts: Record<string, () => Promise<string>> = {
  ingest: async () => ingest(await signed(), { ...options, searching: false }),
  searching: async () => ingest(await signed(), { ...options, searching: true }),
  painted,
  start: () => start(options),
  memory,
  profile: async () => profile(await signMessages(16_000), options.connections.at(-1) ?? 64),
}
const usual = ['ingest', 'searching', 'painted', 'start', 'memory']

const unknown = positionals.filter((name) => !Object.hasOwn(parts, name))
if (values.help || unknown.length > 0) {
  process.stdout.write(usage)
  process.exitCode = values.help ? 0 : 2
} else {
  say(
    `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'processor'}, Node.js ${process.version}, ${process.platform} ${process.arch}`,
  )
  for (const name of positionals.length > 0 ? positionals : usual) say((await parts[name]?.()) ?? '')
}
