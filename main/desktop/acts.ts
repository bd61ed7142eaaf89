import type { Clock, Log } from '../ports.ts'
import type { Client } from './client.ts'

export interface DeskActsDeps {
  /** Null while the desk is still starting. */
  client: () => Client | null
  /** Brings the window up where an act was refused, so that the operator sees what stands. */
  show: (route?: string) => void
  clock: Clock
  log: Log
}

/** What the tray and a notification can do without the window. Each answers at once; what is refused is shown. */
export interface DeskActs {
  acknowledge(incidentIds: readonly string[]): void
  snooze(incidentId: string): void
  confirm(deliveryId: string): void
  refuse(deliveryId: string): void
  pauseSound(paused: boolean): void
}

export const snoozeMinutes = 30

export function deskActs({ client, show, clock, log }: DeskActsDeps): DeskActs {
  function act(name: string, run: (client: Client) => Promise<unknown>): void {
    const held = client()
    if (held === null) {
      show()
      return
    }
    run(held).catch((error: unknown) => {
      log.warn('desktop.act-refused', { act: name, said: error instanceof Error ? error.message : String(error) })
      show()
    })
  }
  return {
    acknowledge: (incidentIds) =>
      act('acknowledge', ({ incidents }) => Promise.all(incidentIds.map((id) => incidents.acknowledge({ id })))),
    snooze: (id) =>
      act('snooze', ({ incidents }) => incidents.snooze({ id, until: new Date(clock.now() + snoozeMinutes * 60_000).toISOString() })),
    confirm: (id) => act('confirm', ({ deliveries }) => deliveries.confirm({ id })),
    refuse: (id) => act('refuse', ({ deliveries }) => deliveries.refuse({ id })),
    pauseSound: (soundPaused) => act('pause-sound', ({ settings }) => settings.update({ soundPaused })),
  }
}
