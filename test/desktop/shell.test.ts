import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { connect } from '../harness/deliveries.ts'
import { temporaryFolder } from '../harness/desk.ts'
import { startDesktop, startStandIn } from '../harness/desktop.ts'
import { eventually } from '../harness/eventually.ts'

test('a start says where it listens, and a signal stops it with 0', async () => {
  const desktop = await startDesktop()
  expect(JSON.parse(desktop.said.out)).toEqual({
    ready: true,
    receiverUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    dataDir: desktop.dataDir,
  })
  desktop.signalled('SIGTERM')
  await eventually(() => expect(desktop.seen.exitCode).toBe(0))
  expect(desktop.seen.questions).toEqual([])
  await expect(fetch(desktop.receiverUrl)).rejects.toThrow()
})

test('with --practice it stands on a made-up account, which is gone when it ends, and never starts with the session', async () => {
  const env: NodeJS.ProcessEnv = { AWS_PROFILE: 'prod' }
  const desktop = await startDesktop({ flags: ['--practice'], env })
  expect(await desktop.api.settings.desk()).toMatchObject({ practiceAccount: true })
  const endpoint = env.AWS_ENDPOINT_URL ?? ''
  expect(await desktop.api.integrations.create({ name: 'shop', template: 'aws-cloudwatch' })).toMatchObject({
    trust: { kind: 'custom', endpoint },
    inboundUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/in\//),
  })
  await desktop.api.settings.update({ startAtLogin: true })
  await desktop.clock.advance(5_000)
  expect(existsSync(join(desktop.dataDir, 'home', '.config', 'autostart', 'tocsin.desktop'))).toBe(false)
  desktop.signalled('SIGTERM')
  await eventually(() => expect(desktop.seen.exitCode).toBe(0))
  expect(env).toEqual({ AWS_PROFILE: 'prod' })
  await expect(fetch(endpoint)).rejects.toThrow()
})

test('the lock of the single instance is bound to the data folder', async () => {
  const desktop = await startDesktop()
  expect(desktop.seen.userData).toBe(join(desktop.dataDir, 'electron'))
  expect(statSync(desktop.seen.userData).mode & 0o777).toBe(0o700)
})

test('a second start brings up the window of the first and ends', async () => {
  const desktop = await startDesktop()
  desktop.window.hide()
  desktop.app.emit('second-instance')
  expect(desktop.window).toMatchObject({ state: 'shown', focused: true })

  const second = await startStandIn({ lockHeld: true })
  expect(second.seen).toMatchObject({ exitCode: 0, windows: [] })
  expect(second.said.out).toContain('running already')
})

test('an unknown flag is a sentence and a 1, in a box only where there is no terminal', async () => {
  const terminal = await startStandIn({ flags: ['--dta'] })
  expect(terminal.seen).toMatchObject({ exitCode: 1, windows: [], errorBoxes: [] })
  expect(terminal.said.error).toContain('--dta')
  const installed = await startStandIn({ flags: ['--dta'], packaged: true })
  expect(installed.seen.errorBoxes).toHaveLength(1)
})

test('a data folder that others may read is a sentence and a 1', async () => {
  const dataDir = temporaryFolder()
  chmodSync(dataDir, 0o755)
  const desktop = await startStandIn({ dataDir })
  expect(desktop.seen).toMatchObject({ exitCode: 1, windows: [] })
  expect(desktop.said.error).toContain('chmod 700')
})

test('starting with the session writes an autostart file, and no more of it when that is over', async () => {
  const desktop = await startDesktop()
  const file = join(desktop.dataDir, 'home', '.config', 'autostart', 'tocsin.desktop')
  expect(existsSync(file)).toBe(false)
  await desktop.api.settings.update({ startAtLogin: true })
  await desktop.eventually(() =>
    expect(readFileSync(file, 'utf8')).toContain(`Exec="/usr/bin/electron" "/opt/tocsin" "--hidden" "--data" "${desktop.dataDir}"`),
  )
  await desktop.api.settings.update({ startAtLogin: false })
  await desktop.eventually(() => expect(existsSync(file)).toBe(false))
})

test('on Windows and macOS the system starts it, by its own settings', async () => {
  const windows = await startDesktop({ platform: 'win32' })
  await windows.api.settings.update({ startAtLogin: true })
  await windows.eventually(() => expect(windows.seen.loginItem).toMatchObject({ openAtLogin: true, path: '/usr/bin/electron' }))
  const mac = await startDesktop({ platform: 'darwin', packaged: true })
  await mac.api.settings.update({ startAtLogin: true })
  await mac.eventually(() => expect(mac.seen.loginItem).toEqual({ openAtLogin: true }))
})

test('the computer is kept awake while the setting says so', async () => {
  const desktop = await startDesktop()
  expect(desktop.seen.awake.size).toBe(0)
  await desktop.api.settings.update({ keepAwake: true })
  await desktop.eventually(() => expect(desktop.seen.awake.size).toBe(1))
  await desktop.api.settings.update({ keepAwake: false })
  await desktop.eventually(() => expect(desktop.seen.awake.size).toBe(0))
})

test('waking up shows at once what became due while the computer slept', async () => {
  const desktop = await startDesktop()
  const source = await connect(desktop)
  await source.alarm('ALARM', desktop.clock.now() - 1_000)
  await eventually(() => expect(desktop.seen.notifications).toHaveLength(1))
  const { items } = await desktop.api.incidents.list({})
  await desktop.api.incidents.snooze({ id: items[0]?.id ?? '', until: new Date(desktop.clock.now() + 600_000).toISOString() })
  desktop.powerMonitor.emit('suspend')
  desktop.clock.setWall(desktop.clock.now() + 3_600_000)
  desktop.powerMonitor.emit('resume')
  await eventually(() => expect(desktop.seen.notifications).toHaveLength(2))
})

test('a system that goes down is not asked a question', async () => {
  const desktop = await startDesktop()
  await connect(desktop)
  const event = { preventDefault: vi.fn() }
  desktop.powerMonitor.emit('shutdown', event)
  await eventually(() => expect(desktop.seen.exitCode).toBe(0))
  expect(event.preventDefault).toHaveBeenCalled()
  expect(desktop.seen.questions).toEqual([])
})

test('the desk says that it is a desktop, and where its secrets lie', async () => {
  const keychain = await startDesktop()
  expect(await keychain.api.settings.desk()).toMatchObject({ shell: 'desktop', secrets: 'keychain' })
  const plain = await startDesktop({ keychain: 'basic_text' })
  expect(await plain.api.settings.desk()).toMatchObject({ secrets: 'plain' })
  expect(existsSync(join(plain.dataDir, 'secret-key'))).toBe(false)
  const none = await startDesktop({ keychain: 'none', dataDir: temporaryFolder() })
  expect(await none.api.settings.desk()).toMatchObject({ secrets: 'key-file' })
})
