import { describe, expect, test } from 'vitest'
import { incidentRoute } from '../../main/desktop/tray-menu.ts'
import { connect } from '../harness/deliveries.ts'
import { startDesktop } from '../harness/desktop.ts'
import { unsubscribeConfirmation } from '../harness/signing.ts'

describe('the tray', () => {
  test('is a dot while nothing is connected, and quits without a word about it', async () => {
    const desktop = await startDesktop()
    expect(desktop.tray()).toMatchObject({ icon: 'idle', counted: false, said: 'Tocsin: Nothing is connected' })
    expect(desktop.tray().labels).toEqual(expect.arrayContaining(['Nothing is open', 'Open Tocsin', 'Coverage', 'Quit']))
    desktop.picks('Coverage')
    expect(desktop.window).toMatchObject({ state: 'shown', webContents: { address: 'app://console/#/coverage' } })
  })

  test('shows the worst open severity’s shape with how many wait, then what is in hand', async () => {
    const desktop = await startDesktop()
    const source = await connect(desktop)
    await desktop.eventually(() => expect(desktop.tray()).toMatchObject({ icon: 'unproven', counted: false }))
    await source.alarm('ALARM', desktop.clock.now() - 2_000, { name: 'One' })
    await source.alarm('ALARM', desktop.clock.now() - 1_000, { name: 'Two & <half>' })
    await desktop.eventually(() =>
      expect(desktop.tray()).toMatchObject({ icon: 'error', counted: true, said: expect.stringContaining('2 open') }),
    )
    expect(desktop.tray().labels).toEqual(expect.arrayContaining([expect.stringMatching(/^ERR INC-2 Two && <half>/), 'Quit, and be deaf']))

    const { items } = await desktop.api.incidents.list({})
    const [newest] = items
    desktop.picks(desktop.tray().labels.find((label) => label.includes('INC-2')) ?? '')
    expect(desktop.window.webContents.address).toBe(`app://console/${incidentRoute(newest?.id ?? '')}`)

    desktop.picks('Acknowledge all 2 open')
    await desktop.eventually(() =>
      expect(desktop.tray()).toMatchObject({ icon: 'acknowledged', counted: false, said: expect.stringContaining('2 acknowledged') }),
    )
    expect((await desktop.api.incidents.list({ status: 'acknowledged' })).items).toHaveLength(2)
  })

  test('is deaf, louder than any alarm, when nothing can be heard any more', async () => {
    const desktop = await startDesktop()
    const source = await connect(desktop)
    await source.alarm('ALARM', desktop.clock.now() - 1_000)
    await desktop.eventually(() => expect(desktop.tray()).toMatchObject({ icon: 'error' }))
    await source.send(unsubscribeConfirmation())
    await desktop.eventually(() =>
      expect(desktop.tray()).toMatchObject({ icon: 'deaf', counted: true, said: expect.stringContaining('Deaf') }),
    )
    expect(desktop.tray().labels[1]).toContain('subscribe it again')
  })

  test('on macOS has the number beside it, and leaves quiet shapes to the menu bar’s own colour', async () => {
    const desktop = await startDesktop({ platform: 'darwin' })
    const [tray] = desktop.seen.trays
    expect(tray?.picture).toMatchObject({ template: true })
    const source = await connect(desktop)
    await source.alarm('ALARM', desktop.clock.now() - 1_000)
    await desktop.eventually(() => expect(desktop.tray()).toMatchObject({ icon: 'error', counted: false, title: '1' }))
    expect(tray?.picture).toMatchObject({ template: false })
    expect(desktop.seen.badge).toBe(1)
  })

  test('follows the system’s theme', async () => {
    const desktop = await startDesktop()
    const [tray] = desktop.seen.trays
    expect(tray?.picture.path).toMatch(/idle-on-dark\.png$/)
    desktop.nativeTheme.shouldUseDarkColors = false
    desktop.nativeTheme.emit('updated')
    expect(tray?.picture.path).toMatch(/idle-on-light\.png$/)
  })

  test('pauses the sound, and the notifications’ with it', async () => {
    const desktop = await startDesktop()
    desktop.picks('Pause sound')
    await desktop.eventually(async () => expect(await desktop.api.settings.get()).toMatchObject({ soundPaused: true }))
    await desktop.eventually(() =>
      expect(desktop.seen.trays[0]?.menu.find((item) => item.label === 'Pause sound')).toMatchObject({ checked: true }),
    )
    const source = await connect(desktop)
    await source.alarm('ALARM', desktop.clock.now() - 1_000)
    await desktop.eventually(() => expect(desktop.seen.notifications[0]?.options.silent).toBe(true))
  })
})

test('the badge counts what waits; on Windows the taskbar wears the worst one’s shape', async () => {
  const linux = await startDesktop()
  const windows = await startDesktop({ platform: 'win32' })
  for (const desktop of [linux, windows]) {
    const source = await connect(desktop)
    await source.alarm('ALARM', desktop.clock.now() - 1_000)
  }
  await linux.eventually(() => expect(linux.seen.badge).toBe(1))
  await windows.eventually(() =>
    expect(windows.window.overlay).toMatchObject({ image: expect.anything(), said: expect.stringContaining('1 open') }),
  )
  const { items } = await windows.api.incidents.list({})
  await windows.api.incidents.acknowledge({ id: items[0]?.id ?? '' })
  await windows.eventually(() => expect(windows.window.overlay).toEqual({ image: null, said: '' }))
})
