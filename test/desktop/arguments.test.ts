import { expect, test } from 'vitest'
import { ownArguments } from '../../main/desktop/arguments.ts'

test('our flags stand after the folder that an unpackaged Electron was given', () => {
  const argv = ['/usr/bin/electron', '--inspect=0', '--remote-debugging-port=0', '/src/tocsin', '--data', '/tmp/desk', '--json']
  expect(ownArguments(argv, false)).toEqual(['--data', '/tmp/desk', '--json'])
})

test('a packaged app has them at once, and switches of Chromium and the system between them are not ours', () => {
  const argv = ['/opt/Tocsin/tocsin', '--no-sandbox', '--ozone-platform=wayland', '--hidden', '-psn_0_12345', '--password-store=basic']
  expect(ownArguments(argv, true)).toEqual(['--hidden'])
})

test('an unknown flag stays, so that it is refused', () => {
  expect(ownArguments(['/opt/Tocsin/tocsin', '--dta', 'x'], true)).toEqual(['--dta', 'x'])
})
