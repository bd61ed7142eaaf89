import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { appendFileSync, chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** A program that says what it was given, and stays until it is told to end. */
const program = `
  if (!process.argv.includes('--help')) {
    const alive = setInterval(() => {}, 1_000)
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
      process.on(signal, () => {
        process.stderr.write(signal + '\\n')
        clearInterval(alive)
        process.exitCode = signal === 'SIGTERM' ? 0 : 3
      })
    }
    if (process.argv.includes('--die')) process.kill(process.pid, 'SIGKILL')
  }
  process.stdout.write(JSON.stringify(process.argv.slice(2)) + '\\n')
`

/** A checkout of the runner with that program in the place of Tocsin. */
let checkout = ''

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'tocsin-start-'))
  for (const path of ['scripts', 'package.json', 'package-lock.json', 'vite.main.config.ts'])
    cpSync(join(root, path), join(checkout, path), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'), 'junction')
  for (const shell of ['headless', 'desktop']) {
    mkdirSync(join(checkout, 'main', shell), { recursive: true })
    writeFileSync(join(checkout, 'main', shell, 'index.ts'), program)
  }
})

afterEach(() => rmSync(checkout, { recursive: true, force: true }))

interface Run {
  child: ChildProcessWithoutNullStreams
  ended: Promise<{ exitCode: number | null; out: string; err: string }>
  started: Promise<void>
}

function npmStart(flags: string[], env: NodeJS.ProcessEnv = {}): Run {
  // An address that refuses at once, so that no test downloads Electron.
  const nowhere = { ELECTRON_MIRROR: 'http://127.0.0.1:1/', electron_config_cache: join(checkout, '.cache/electron') }
  const child = spawn(process.execPath, [join(checkout, 'scripts/run.mjs'), 'start', ...flags], {
    cwd: tmpdir(),
    env: { ...process.env, ...nowhere, ...env },
  })
  let out = ''
  let err = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    err += text
  })
  const started = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text
      if (out.includes('\n')) resolve()
    })
  })
  const ended = new Promise<{ exitCode: number | null; out: string; err: string }>((resolve) => {
    child.once('close', (exitCode) => resolve({ exitCode, out, err }))
  })
  return { child, ended, started }
}

describe('npm start', () => {
  test('builds what changed, hands on every flag, and leaves stdout to the program', async () => {
    const first = await npmStart(['--headless', '--json', '--help']).ended
    expect(first).toMatchObject({ exitCode: 0, out: '["--headless","--json","--help"]\n' })
    expect(first.err).toContain('building main')

    expect((await npmStart(['--help']).ended).err).toBe('')

    appendFileSync(join(checkout, 'main/headless/index.ts'), "process.stdout.write('changed')\n")
    const third = await npmStart(['--help']).ended
    expect(third.err).toContain('building main')
    expect(third.out).toContain('changed')
  })

  test.skipIf(process.platform === 'win32')('hands on signals, waits for the program and returns its exit code', async () => {
    for (const [signal, exitCode] of [
      ['SIGTERM', 0],
      ['SIGINT', 3],
      ['SIGHUP', 3],
    ] as const) {
      const run = npmStart(['--headless'])
      await run.started
      run.child.kill(signal)
      const { err, ...end } = await run.ended
      expect(end.exitCode).toBe(exitCode)
      expect(err).toContain(signal)
    }
    expect((await npmStart(['--headless', '--die']).ended).exitCode).toBe(137)
  })

  test('says in one line why there is no desktop, starts the console, and asks the network once a day', async () => {
    const run = async (...flags: string[]) => {
      const { child, started, ended } = npmStart(flags)
      await started
      child.kill('SIGTERM')
      return (await ended).err.split('\n').filter((line) => line.startsWith('tocsin:') && !line.includes('building'))
    }
    const first = await run()
    expect(first).toHaveLength(1)
    expect(first[0]).toContain('its address could not be reached')
    expect((await run()).join()).toMatch(/could not be downloaded at .*Z; npm start -- --get-electron tries again/)
    expect((await run('--get-electron')).join()).toContain('its address could not be reached')
    expect(await run('--headless')).toEqual([])
  })

  test.skipIf(process.platform === 'win32')('starts the desktop with the Electron that is there', async () => {
    const folder = join(checkout, 'electron-stand-in')
    const binary = join(folder, process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron')
    mkdirSync(join(binary, '..'), { recursive: true })
    writeFileSync(binary, '#!/bin/sh\necho "$@"\nexit 7\n')
    chmodSync(binary, 0o755)
    const end = await npmStart(['--data', 'x'], { ELECTRON_OVERRIDE_DIST_PATH: folder }).ended
    expect(end).toMatchObject({ exitCode: 7, out: `${checkout} --data x\n` })
  })
})
