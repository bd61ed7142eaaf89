import type { MenuItemConstructorOptions } from 'electron'
import { plainLine } from '../core/alarms/plain-line.ts'
import type { Incident } from './client.ts'
import type { Standing } from './standing.ts'
import { coverageWords, isSnoozed, waiting } from './tray-face.ts'

/** What the menu can do. */
export interface TrayActs {
  show(route?: string): void
  acknowledge(incidentIds: readonly string[]): void
  pauseSound(paused: boolean): void
  quit(): void
}

const shownMost = 5
const severityWords = { critical: 'CRIT', error: 'ERR', warning: 'WARN', info: 'INFO' } as const

/** A label of Electron's takes & as the mark of an access key. */
const label = (text: string, max = 80): string => plainLine(text, max).replaceAll('&', '&&')

const named = (incident: Incident): string =>
  label(`${severityWords[incident.severity]} ${incident.shortId} ${incident.practice ? 'Practice: ' : ''}${incident.title}`)

/** The tray's menu: what is wrong comes before what can be done, and quitting says what it costs. */
export function trayMenu(standing: Standing, acts: TrayActs, now: number): MenuItemConstructorOptions[] {
  const open = waiting(standing, now)
  const acknowledged = standing.incidents.filter((one) => one.status === 'acknowledged' && !isSnoozed(one, now)).length
  const snoozed = standing.incidents.filter((one) => isSnoozed(one, now)).length
  const inHand = [acknowledged > 0 ? `${acknowledged} acknowledged` : '', snoozed > 0 ? `${snoozed} snoozed` : ''].filter(
    (part) => part !== '',
  )
  const rule: MenuItemConstructorOptions = { type: 'separator' }
  return [
    { label: coverageWords[standing.coverage.state], click: () => acts.show('#/coverage') },
    ...(standing.coverage.state === 'covered' ? [] : [{ label: label(standing.coverage.said), enabled: false }]),
    rule,
    ...open.slice(0, shownMost).map((one) => ({ label: named(one), click: () => acts.show(incidentRoute(one.id)) })),
    ...(open.length > shownMost ? [{ label: `and ${open.length - shownMost} more`, click: () => acts.show('#/incidents') }] : []),
    ...(open.length === 0 ? [{ label: 'Nothing is open', enabled: false }] : []),
    ...(inHand.length > 0 ? [{ label: inHand.join(', '), enabled: false }] : []),
    rule,
    {
      label: open.length > 1 ? `Acknowledge all ${open.length} open` : 'Acknowledge all open',
      enabled: open.length > 0,
      click: () => acts.acknowledge(open.map((one) => one.id)),
    },
    {
      label: 'Pause sound',
      type: 'checkbox',
      checked: standing.settings.soundPaused,
      click: () => acts.pauseSound(!standing.settings.soundPaused),
    },
    rule,
    { label: 'Open Tocsin', click: () => acts.show() },
    { label: 'Coverage', click: () => acts.show('#/coverage') },
    rule,
    { label: standing.connected > 0 ? 'Quit, and be deaf' : 'Quit', click: () => acts.quit() },
  ]
}

/** Where the console shows an incident. */
export const incidentRoute = (incidentId: string): string => `#/incidents/${encodeURIComponent(incidentId)}`
