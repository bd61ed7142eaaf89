import { describe, expect, test } from 'vitest'
import { notificationText } from '../../main/desktop/notification-text.ts'
import { incidentRoute } from '../../main/desktop/tray-menu.ts'
import { confirmationEndpoint, connect } from '../harness/deliveries.ts'
import { startDesktop, type TestDesktop } from '../harness/desktop.ts'
import { eventually } from '../harness/eventually.ts'
import { subscriptionConfirmation } from '../harness/signing.ts'

async function firstNotification({ seen }: TestDesktop) {
  const [notification] = await eventually(() => {
    expect(seen.notifications.length).toBeGreaterThan(0)
    return seen.notifications
  })
  if (notification === undefined) throw new Error('There is no notification.')
  return notification
}

async function withIncident(options: Parameters<typeof startDesktop>[0] = {}, name?: string) {
  const desktop = await startDesktop(options)
  const source = await connect(desktop)
  await source.alarm('ALARM', desktop.clock.now() - 1_000, name === undefined ? {} : { name })
  const notification = await firstNotification(desktop)
  const { items } = await desktop.api.incidents.list({})
  return { desktop, source, notification, id: items[0]?.id ?? '' }
}

describe('an incident that opens', () => {
  test('is a notification; a click brings up the window on that incident', async () => {
    const { desktop, notification, id } = await withIncident()
    expect(notification.title).toMatch(/^ERROR INC-1 .*HighCPU/)
    expect(notification.body).toContain('123456789012')
    expect(notification.options).toMatchObject({ silent: false, urgency: 'critical' })
    notification.clicks()
    expect(desktop.window).toMatchObject({ state: 'shown', focused: true })
    expect(desktop.window.webContents.address).toBe(`app://console/${incidentRoute(id)}`)
    await eventually(async () =>
      expect((await desktop.api.incidents.get({ id })).timeline).toEqual(
        expect.arrayContaining([expect.objectContaining({ kind: 'notified' })]),
      ),
    )
  })

  test('can be acknowledged and snoozed on the notification, where the system has buttons', async () => {
    const mac = await withIncident({ platform: 'darwin' })
    expect(mac.notification.options.actions?.map(({ text }) => text)).toEqual(['Acknowledge', 'Snooze 30 min'])
    mac.notification.presses('Acknowledge')
    await eventually(async () => expect(await mac.desktop.api.incidents.get({ id: mac.id })).toMatchObject({ status: 'acknowledged' }))
    expect(mac.desktop.window.state).toBe('hidden')

    const windows = await withIncident({ platform: 'win32' })
    windows.notification.presses('Snooze 30 min')
    const until = new Date(windows.desktop.clock.now() + 30 * 60_000).toISOString()
    await eventually(async () => expect(await windows.desktop.api.incidents.get({ id: windows.id })).toMatchObject({ snoozedUntil: until }))

    const linux = await withIncident()
    expect(linux.notification.options.actions).toBeUndefined()
  })

  test('that somebody has taken is taken back from the screen', async () => {
    const { desktop, notification, id } = await withIncident()
    expect(notification.open).toBe(true)
    await desktop.api.incidents.acknowledge({ id })
    await desktop.eventually(() => expect(notification.open).toBe(false))
  })

  test('whose notification’s act comes too late brings up the window', async () => {
    const { desktop, notification, id } = await withIncident({ platform: 'darwin' })
    await desktop.api.incidents.close({ id })
    notification.presses('Acknowledge')
    await eventually(() => expect(desktop.window.state).toBe('shown'))
  })

  test('whose name is hostile is shown as the text that it is', async () => {
    const { notification } = await withIncident({}, '<b>x</b>\u202Egpj.exe\u0007 & co')
    expect(notification.title).toContain('‹b›x‹/b›gpj.exe')
    expect(`${notification.title}${notification.body}`).not.toMatch(/[<>&]|\p{Cc}(?<!\n)|\p{Bidi_Control}/u)
  })
})

describe('a system that shows none', () => {
  test('is said on the incident and in coverage: a failure', async () => {
    const { desktop, id } = await withIncident({ platform: 'darwin', notifications: 'failed' })
    await eventually(async () =>
      expect((await desktop.api.incidents.get({ id })).timeline).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ kind: 'not-notified', data: expect.objectContaining({ why: expect.stringContaining('not allowed') }) }),
        ]),
      ),
    )
    const { links } = await desktop.api.coverage.get()
    expect(links.find(({ link }) => link === 'notifications')).toMatchObject({ state: 'failing' })
  })

  test('is said on the incident: no word for ten seconds', async () => {
    const { desktop, id } = await withIncident({ notifications: 'silent' })
    await desktop.clock.advance(10_000)
    await eventually(async () =>
      expect((await desktop.api.incidents.get({ id })).timeline).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ data: expect.objectContaining({ why: expect.stringContaining('did not say') }) }),
        ]),
      ),
    )
  })

  test('is said on the incident: nothing that could show one', async () => {
    const desktop = await startDesktop({ notifications: 'unsupported' })
    const source = await connect(desktop)
    await source.alarm('ALARM', desktop.clock.now() - 1_000)
    const { items } = await desktop.api.incidents.list({})
    await eventually(async () =>
      expect((await desktop.api.incidents.get({ id: items[0]?.id ?? '' })).timeline).toEqual(
        expect.arrayContaining([expect.objectContaining({ kind: 'not-notified' })]),
      ),
    )
  })
})

test('a subscription that waits is a notification with Confirm and Refuse', async () => {
  const aws = await confirmationEndpoint()
  const desktop = await startDesktop({ platform: 'darwin' })
  const source = await connect(desktop, { topics: [], endpoint: aws.url })
  const asking = subscriptionConfirmation()
  await source.send(asking)
  const notification = await firstNotification(desktop)
  expect(notification.title).toContain('a subscription waits')
  expect(notification.options.actions?.map(({ text }) => text)).toEqual(['Confirm', 'Refuse'])
  notification.presses('Confirm')
  await eventually(async () => expect(await source.newest()).toMatchObject({ disposition: 'confirmed' }))
  expect(aws.asked.map((form) => form.get('Token'))).toEqual([asking.Token])
})

test('on Windows a click on a notification of an earlier run brings up the window, a button does not', async () => {
  const desktop = await startDesktop({ platform: 'win32' })
  desktop.activates('action')
  expect(desktop.window.state).toBe('hidden')
  desktop.activates('click')
  expect(desktop.window.state).toBe('shown')
})

test('a text is cut to what fits, line by line', () => {
  const { title, body } = notificationText({ title: 'x'.repeat(500), body: `${'y'.repeat(5_000)}\n\nz\u2028w` }, 'darwin')
  expect(title).toHaveLength(120)
  expect(body.split('\n').map((line) => line.length)).toEqual([300, 3])
  expect(notificationText({ title: 'a < b', body: '' }, 'win32').title).toBe('a < b')
})
