import { describe, expect, test } from 'vitest'
import { openPorts } from '../../main/desktop/port.ts'
import type { Log } from '../../main/ports.ts'
import { connect } from '../harness/deliveries.ts'
import { startDesk } from '../harness/desk.ts'
import { clientOver, ownFrame, startDesktop } from '../harness/desktop.ts'
import { standInElectron } from '../harness/electron.ts'
import { StandInContents } from '../harness/electron-window.ts'
import { eventually } from '../harness/eventually.ts'
import { countFollowers } from '../harness/wires.ts'

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

describe('a port', () => {
  test('is handed to the top frame of our window on our origin, and to nobody else', async () => {
    const { asksForPort, window } = await startDesktop()
    const { webContents } = window
    expect(asksForPort(webContents, ownFrame)).not.toBeNull()
    expect(asksForPort(webContents, { origin: 'https://example.com', parent: null }), 'a foreign origin').toBeNull()
    expect(asksForPort(webContents, { origin: 'app://console', parent: {} as never }), 'a frame within').toBeNull()
    expect(asksForPort(webContents, null), 'a frame that is gone').toBeNull()
    expect(asksForPort(new StandInContents(), ownFrame), 'other contents').toBeNull()
  })

  test('carries calls, typed errors and the feed of changes', async () => {
    const desktop = await startDesktop()
    const feed = await desktop.api.changes()
    expect(await feed.next()).toMatchObject({ value: { kind: 'hello' } })
    const source = await connect(desktop)
    await source.alarm('ALARM', desktop.clock.now() - 1_000)
    const heard = new Set<string>()
    for await (const change of feed) {
      heard.add(change.kind)
      if (heard.has('incident') && heard.has('delivery')) break
    }
    await expect(desktop.api.incidents.acknowledge({ id: 'nothing' })).rejects.toMatchObject({
      code: 'not-found',
      status: 404,
      defined: true,
    })
    const { items } = await desktop.api.incidents.list({})
    const id = items[0]?.id ?? ''
    await desktop.api.incidents.close({ id })
    await expect(desktop.api.incidents.acknowledge({ id })).rejects.toMatchObject({
      code: 'illegal-transition',
      data: { status: 'closed' },
    })
  })

  test('of the load before is closed by a reload, with what was followed over it', async () => {
    const desktop = await startDesktop()
    const { webContents } = desktop.window
    const feed = await desktop.api.changes()
    await feed.next()
    const ended = feed.next().then(
      () => 'went on',
      () => 'ended',
    )
    const port = desktop.asksForPort(webContents, ownFrame)
    expect(await ended).toBe('ended')
    if (port === null) throw new Error('The reload got no port.')
    await eventually(async () => expect(await clientOver(port).coverage.get()).toMatchObject({ state: 'idle' }))
  })

  test('that is closed leaves nobody behind who follows the changes', async () => {
    const desk = await startDesk()
    const { router, followers } = countFollowers(desk.router)
    const { electron, asksForPort } = standInElectron()
    const { ipcMain, MessageChannelMain } = electron
    const contents = new StandInContents()
    const ask = () => {
      const port = asksForPort(contents, ownFrame)
      if (port === null) throw new Error('No port came.')
      return clientOver(port)
    }
    const ports = openPorts({ ipcMain, MessageChannelMain, router, isOurs: () => true, log: quiet })
    const feed = await ask().changes()
    await feed.next()
    expect(followers()).toBe(1)
    ask()
    await eventually(() => expect(followers()).toBe(0))
    const next = await ask().changes()
    await next.next()
    ports.close()
    await eventually(() => expect(followers()).toBe(0))
    expect(ipcMain.listenerCount('tocsin:port')).toBe(0)
  })
})
