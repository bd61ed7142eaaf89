import type { PowerMonitor, PowerSaveBlocker } from 'electron'
import type { Log } from '../ports.ts'

export interface PowerDeps {
  powerMonitor: Pick<PowerMonitor, 'on' | 'off'>
  powerSaveBlocker: PowerSaveBlocker
  log: Log
  /** Looks at once for what is due. */
  wake: () => void
  /** The system goes down: no question is asked. */
  stopNow: () => void
}

/** What the system says of sleep and its end, and keeping it awake while on call. */
export function watchPower({ powerMonitor, powerSaveBlocker, log, wake, stopNow }: PowerDeps) {
  let blocker: number | null = null
  const suspended = () => log.info('power.suspended')
  const resumed = () => {
    log.info('power.resumed')
    wake()
  }
  // An unlocked screen is an operator who looks: what became due meanwhile shows now.
  const unlocked = () => wake()
  const shutDown = (event?: { preventDefault(): void }) => {
    // The system waits for us while we stop.
    event?.preventDefault()
    stopNow()
  }
  powerMonitor.on('suspend', suspended)
  powerMonitor.on('resume', resumed)
  powerMonitor.on('unlock-screen', unlocked)
  powerMonitor.on('shutdown', shutDown)

  function keepAwake(wanted: boolean): void {
    if (wanted === (blocker !== null)) return
    if (blocker === null) blocker = powerSaveBlocker.start('prevent-app-suspension')
    else {
      powerSaveBlocker.stop(blocker)
      blocker = null
    }
  }
  return {
    keepAwake,
    close() {
      keepAwake(false)
      powerMonitor.off('suspend', suspended)
      powerMonitor.off('resume', resumed)
      powerMonitor.off('unlock-screen', unlocked)
      powerMonitor.off('shutdown', shutDown)
    },
  }
}
