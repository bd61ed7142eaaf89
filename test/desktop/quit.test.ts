import { expect, test } from 'vitest'
import { connect } from '../harness/deliveries.ts'
import { startDesktop } from '../harness/desktop.ts'
import { eventually } from '../harness/eventually.ts'

test('quitting asks while something is connected, and says what it costs', async () => {
  const desktop = await startDesktop()
  await connect(desktop)
  await desktop.eventually(() => expect(desktop.tray().labels).toContain('Quit, and be deaf'))
  desktop.answers.push('Keep listening')
  desktop.app.quit()
  await eventually(() => expect(desktop.seen.questions).toHaveLength(1))
  expect(desktop.seen.questions[0]).toMatchObject({ buttons: ['Keep listening', 'Quit, and be deaf'], defaultId: 0, cancelId: 0 })
  expect(desktop.seen.questions[0]?.detail).toContain('no alarm is heard')
  expect((await desktop.api.coverage.get()).state).not.toBe('idle')
  expect(desktop.seen.exitCode).toBeNull()

  desktop.answers.push('Quit, and be deaf')
  desktop.picks('Quit, and be deaf')
  await eventually(() => expect(desktop.seen.exitCode).toBe(0))
  expect(desktop.seen.trays[0]?.destroyed).toBe(true)
})

test('quitting asks nothing while nothing is connected', async () => {
  const desktop = await startDesktop()
  desktop.picks('Quit')
  await eventually(() => expect(desktop.seen.exitCode).toBe(0))
  expect(desktop.seen.questions).toEqual([])
})

test('after the desk has stopped a window that is closed is closed', async () => {
  const desktop = await startDesktop()
  desktop.app.quit()
  await eventually(() => expect(desktop.seen.exitCode).toBe(0))
  desktop.window.closes()
  expect(desktop.window.state).toBe('closed')
})
