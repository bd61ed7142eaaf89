import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { autostartEntry, autostartFile } from '../../main/desktop/autostart.ts'

test('the entry stands where the session looks: XDG_CONFIG_HOME, else ~/.config', () => {
  expect(autostartFile('/home/ana', undefined)).toBe('/home/ana/.config/autostart/tocsin.desktop')
  expect(autostartFile('/home/ana', '/cfg')).toBe('/cfg/autostart/tocsin.desktop')
  expect(autostartFile('/home/ana', 'relative')).toBe('/home/ana/.config/autostart/tocsin.desktop')
})

/** As the specification reads it back: the file's string escapes, then quoting, then field codes. */
function commandOf(entry: string): string[] {
  const line = /^Exec=(.*)$/m.exec(entry)?.[1] ?? ''
  const string = line.replaceAll('\\\\', '\\')
  return [...string.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = '']) => word.replace(/\\(.)/g, '$1').replaceAll('%%', '%'))
}

test('the command comes back word by word, whatever stands in it', () => {
  const command = ['/opt/my apps/tocsin', '--data', '/home/ana/100 %/a"b`c$d\\e', '--hidden']
  expect(commandOf(autostartEntry(command))).toEqual(command)
})

test('a shell sees the same words', { skip: process.platform === 'win32' }, () => {
  const line = /^Exec=(.*)$/m.exec(autostartEntry(['printf', '%s|', 'a b', '$HOME', '`id`']))?.[1] ?? ''
  const words = line.replaceAll('\\\\', '\\').replaceAll('%%', '%')
  expect(execFileSync('sh', ['-c', words], { encoding: 'utf8' })).toBe('a b|$HOME|`id`|')
})
