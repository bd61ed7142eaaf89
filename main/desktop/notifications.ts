import type { Notification, NotificationConstructorOptions } from 'electron'
import type { Channel, Message, Sent } from '../edge/notifications/channel.ts'
import type { Timers } from '../ports.ts'
import { type DeskActs, snoozeMinutes } from './acts.ts'
import { notificationText } from './notification-text.ts'
import { incidentRoute } from './tray-menu.ts'

export interface NotificationsDeps {
  Notification: typeof import('electron').Notification
  platform: NodeJS.Platform
  acts: DeskActs
  show: (route?: string) => void
  isSilent: () => boolean
  timers: Timers
}

export interface DesktopChannel extends Channel {
  /** Takes back what was shown of an incident that waits for nobody any more. */
  withdraw(incidentId: string): void
  close(): void
}

/** Systems that show nothing say nothing either: from then on it counts as not shown. */
const answerWithinMs = 10_000

/** The system's own notifications. Never the only alarm: an unsigned macOS app shows none, and Linux has no buttons. */
export function desktopChannel({ Notification, platform, acts, show, isSilent, timers }: NotificationsDeps): DesktopChannel {
  // Held, since one that is collected loses its click.
  const shown = new Map<Notification, string | null>()

  /** What a click means that reaches us after its notification's object is gone, such as the one that started the app. */
  if (platform === 'win32') {
    Notification.handleActivation(({ type }) => {
      if (type === 'click') show()
    })
  }

  async function send(message: Message, signal: AbortSignal): Promise<Sent> {
    if (!Notification.isSupported()) return { ok: false, recoverable: false, said: 'this system has no notifications.' }
    const buttons = platform === 'linux' ? [] : buttonsOf(message, acts)
    const notification = new Notification({
      ...notificationText(message, platform),
      silent: isSilent(),
      ...(platform === 'linux' ? { urgency: 'critical' as const, timeoutType: 'never' as const } : {}),
      ...actionsOf(buttons),
    })
    shown.set(notification, message.incidentId)
    notification.on('close', () => shown.delete(notification))
    notification.on('click', () => show(routeOf(message)))
    notification.on('action', ({ actionIndex }) => buttons[actionIndex]?.press())
    const sent = await outcome(notification, signal, timers)
    if (!sent.ok) shown.delete(notification)
    return sent
  }

  return {
    name: 'desktop',
    send,
    withdraw(incidentId) {
      for (const [notification, about] of shown) {
        if (about !== incidentId) continue
        shown.delete(notification)
        notification.close()
      }
    },
    close() {
      for (const notification of shown.keys()) notification.close()
      shown.clear()
    },
  }
}

interface Button {
  text: string
  press(): void
}

function buttonsOf({ incidentId, deliveryId }: Message, acts: DeskActs): Button[] {
  if (incidentId !== null) {
    return [
      { text: 'Acknowledge', press: () => acts.acknowledge([incidentId]) },
      { text: `Snooze ${snoozeMinutes} min`, press: () => acts.snooze(incidentId) },
    ]
  }
  if (deliveryId === null) return []
  return [
    { text: 'Confirm', press: () => acts.confirm(String(deliveryId)) },
    { text: 'Refuse', press: () => acts.refuse(String(deliveryId)) },
  ]
}

const actionsOf = (buttons: readonly Button[]): NotificationConstructorOptions =>
  buttons.length === 0 ? {} : { actions: buttons.map(({ text }) => ({ type: 'button', text })) }

const routeOf = ({ incidentId }: Message): string => (incidentId === null ? '#/inbound' : incidentRoute(incidentId))

/** Shows it and waits for what the system says of it. */
function outcome(notification: Notification, signal: AbortSignal, timers: Timers): Promise<Sent> {
  return new Promise((resolve) => {
    const stop = () => settle({ ok: false, recoverable: true, said: 'Tocsin was stopping.' })
    const cancel = timers.after(answerWithinMs, () =>
      settle({ ok: false, recoverable: false, said: `the system did not say within ${answerWithinMs / 1_000} s that it was shown.` }),
    )
    function settle(sent: Sent): void {
      cancel()
      signal.removeEventListener('abort', stop)
      resolve(sent)
    }
    signal.addEventListener('abort', stop, { once: true })
    notification.once('show', () => settle({ ok: true }))
    notification.once('failed', (_, error) => settle({ ok: false, recoverable: false, said: error }))
    notification.show()
  })
}
