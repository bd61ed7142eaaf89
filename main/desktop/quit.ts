import type { App, Dialog } from 'electron'
import type { Log, Timers } from '../ports.ts'

export interface QuitDeps {
  app: Pick<App, 'on' | 'quit' | 'exit'>
  dialog: Pick<Dialog, 'showMessageBox'>
  /** How many integrations would hear no more. */
  connected: () => number
  /** Takes everything down. */
  stop: () => Promise<void>
  timers: Timers
  log: Log
}

export interface Quit {
  /** Asks where something is connected. */
  ask(): void
  /** Asks nothing: the system goes down, or a signal came. */
  now(): void
}

/** Stopping takes no longer than this, whatever hangs. */
const stopWithinMs = 4_500

/** The one way out: every other (menu, dock, tray, signal) comes through here, so that the desk is stopped before the process ends. */
export function quitting({ app, dialog, connected, stop, timers, log }: QuitDeps): Quit {
  let asking = false
  let stopping = false

  async function askFirst(): Promise<void> {
    if (asking || stopping) return
    const count = connected()
    if (count === 0) return leave()
    asking = true
    try {
      const { response } = await dialog.showMessageBox({
        type: 'warning',
        title: 'Tocsin',
        message: 'Quit, and be deaf?',
        detail: `${count === 1 ? 'An integration is' : `${count} integrations are`} connected. While Tocsin is closed no alarm is heard, and what SNS gives up on in the meantime does not come again.`,
        buttons: ['Keep listening', 'Quit, and be deaf'],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      })
      if (response === 1) leave()
    } finally {
      asking = false
    }
  }

  function leave(): void {
    if (stopping) return
    stopping = true
    const cancel = timers.after(stopWithinMs, () => app.exit(1))
    stop()
      .then(
        () => app.exit(0),
        (error: unknown) => {
          log.error('desk.stop-failed', { said: String(error) })
          app.exit(1)
        },
      )
      .finally(cancel)
  }

  const ask = (): void => {
    askFirst().catch((error: unknown) => log.error('quit.not-asked', { said: String(error) }))
  }
  app.on('before-quit', (event) => {
    event.preventDefault()
    ask()
  })
  return { ask, now: leave }
}
