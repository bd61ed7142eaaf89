import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import open from 'open'
import about from '../../package.json' with { type: 'json' }
import { openDataFolder, rememberedPorts, StartError, usualDataFolder } from '../data-folder.ts'
import { createDesk } from '../desk.ts'
import { readAwsClock } from '../edge/aws/aws-clock.ts'
import { openStage } from '../edge/practice/aws/stage.ts'
import { readFlags, usage } from '../flags.ts'
import { keyFileSecrets } from '../key-file-secrets.ts'
import { openPracticeFolder } from '../practice-folder.ts'
import { StoreError } from '../store/database.ts'
import { openLog, systemClock, systemTimers } from '../system.ts'
import { openConsoleServer } from './console-server.ts'
import { consolePages } from './pages.ts'
import { consoleToken, signInCodes } from './token.ts'

/** Stopping takes no longer than this, whatever hangs. */
const stopWithinMs = 4_500

async function main(): Promise<void> {
  // What is written into the data folder is for its owner alone.
  process.umask(0o077)
  const read = readFlags(process.argv.slice(2), process.env)
  if (!read.ok) return fail(`${read.said}\n\n${usage}`)
  const { flags } = read
  if (flags.help) return void process.stdout.write(usage)

  const folder = flags.practice ? openPracticeFolder(flags.data) : null
  const dataDir = folder?.dataDir ?? flags.data ?? usualDataFolder()
  openDataFolder(dataDir)
  // Also where the start fails, or the stop takes too long.
  if (folder !== null) process.on('exit', folder.remove)
  const log = openLog(dataDir)
  const world = { env: process.env, folder: dataDir }
  const stage = flags.practice ? await openStage({ clock: systemClock, timers: systemTimers, log, newId: randomUUID }, world) : null
  const here = new URL('.', import.meta.url)
  const desk = await createDesk(
    { clock: systemClock, timers: systemTimers, log, secrets: keyFileSecrets(dataDir), channels: [], readAwsClock },
    {
      dataDir,
      receiverPort: flags.receiverPort,
      publicUrl: flags.publicUrl,
      newSecrets: flags.newSecrets,
      ...(stage === null ? {} : { practice: { trust: stage.trust } }),
      version: about.version,
      shell: 'headless',
      workers: { reader: new URL('reader.worker.js', here), keeper: new URL('keeper.worker.js', here) },
    },
  )
  const { token, file } = consoleToken(dataDir, flags.rotateToken)
  const codes = signInCodes(systemClock)
  const pages = consolePages(fileURLToPath(new URL('../console', here)))
  const server = await rememberedPorts(dataDir)
    .listen('console', flags.consolePort, (port) =>
      openConsoleServer({ router: desk.router, pages, token, codes, version: about.version, log }, port),
    )
    .catch(async (error: unknown) => {
      await desk.stop()
      throw error
    })

  let stopping = false
  const stop = (): void => {
    // The same signal may come twice: to the process group, and handed on by the runner.
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), stopWithinMs).unref()
    const stopped = Promise.all([server.close(), desk.stop()]).then(() => stage?.close())
    void stopped.then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('desk.stop-failed', { said: String(error) })
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop)

  const consoleUrl = `${server.url}/#code=${codes.issue()}`
  if (flags.json) {
    const ready = { ready: true, consoleUrl, apiUrl: `${server.url}/api`, token, receiverUrl: desk.receiverUrl, dataDir }
    process.stdout.write(`${JSON.stringify(ready)}\n`)
  } else {
    process.stdout.write(
      `Tocsin ${about.version}\n  console   ${consoleUrl}\n            (good once, for ten minutes; later ${server.url} asks for the token in ${file})\n  receiver  ${desk.receiverUrl}\n  data      ${dataDir}\n${stage === null ? '' : 'Practice: every AWS call goes to a made-up account inside Tocsin, and nothing here reaches yours.\n'}Stop with Ctrl+C.\n`,
    )
  }
  if (flags.open) {
    await open(consoleUrl).catch(() => process.stderr.write(`No browser could be opened: open ${consoleUrl}\n`))
  }
}

function fail(said: string): void {
  process.stderr.write(`${said}\n`)
  process.exitCode = 1
}

main().catch((error: unknown) => {
  const known = error instanceof StartError || error instanceof StoreError
  fail(known ? error.message : `Tocsin could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  process.exit(1)
})
