import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Where a Linux session looks for what it starts. https://specifications.freedesktop.org/autostart-spec/latest/ */
export const autostartFile = (home: string, configHome: string | undefined): string =>
  join(configHome?.startsWith('/') ? configHome : join(home, '.config'), 'autostart', 'tocsin.desktop')

/**
 * A desktop entry that starts a command with the session.
 * https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html
 */
export function autostartEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Tocsin',
    'Comment=The on-call desk for AWS alarms',
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
}

/** Quoted for Exec, then as a string of the file: each backslash of the first becomes two. `%` would begin a field code. */
const quoted = (word: string): string =>
  `"${word
    .replace(/["`$\\]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`

export function writeAutostart(file: string, command: readonly string[]): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, autostartEntry(command))
}

export const removeAutostart = (file: string): void => rmSync(file, { force: true })
