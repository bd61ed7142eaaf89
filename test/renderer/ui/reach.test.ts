import fc from 'fast-check'
import { expect, test } from 'vitest'
import { publicUrlFault, reachOf } from '../../../renderer/ui/reach.ts'

test.each([
  ['https://alarms.example.com', 'public'],
  ['http://203.0.113.9:8080/tocsin', 'public'],
  ['https://[2001:db8::1]/', 'public'],
  ['http://localhost:4141', 'here'],
  ['http://LOCALHOST./', 'here'],
  ['http://127.0.0.1:4141', 'here'],
  ['http://127.1', 'here'],
  ['http://0x7f000001', 'here'],
  ['http://2130706433', 'here'],
  ['http://[::1]:4141', 'here'],
  ['http://[::ffff:127.0.0.1]', 'here'],
  ['http://0.0.0.0', 'here'],
  ['http://10.1.2.3', 'private'],
  ['http://172.16.0.9', 'private'],
  ['http://172.32.0.9', 'public'],
  ['http://192.168.1.7', 'private'],
  ['http://169.254.169.254', 'private'],
  ['http://100.64.1.1', 'private'],
  ['http://[fd00::1]', 'private'],
  ['http://[fe80::1]', 'private'],
  ['http://nas.local', 'private'],
  ['http://jumphost:8080', 'private'],
])('%s can be reached from: %s', (url, reach) => {
  expect(reachOf(url)).toBe(reach)
})

test('what is no http address is none', () => {
  for (const text of ['', 'alarms.example.com', 'ftp://alarms.example.com', 'javascript:alert(1)', 'https://'])
    expect(reachOf(text), text).toBeNull()
})

test('no address of 127.0.0.0/8 is ever taken for one that AWS could reach, however it is written', () => {
  const byte = fc.integer({ min: 0, max: 255 })
  fc.assert(
    fc.property(byte, byte, byte, fc.constantFrom('dotted', 'whole', 'hex', 'octal'), (b, c, d, form) => {
      const whole = 127 * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d
      const host = { dotted: `127.${b}.${c}.${d}`, whole: String(whole), hex: `0x${whole.toString(16)}`, octal: `0177.${b}.${c}.${d}` }[
        form
      ]
      expect(reachOf(`http://${host}:4141/`)).toBe('here')
      expect(publicUrlFault(`http://${host}`)).toMatch(/this computer/)
    }),
  )
})

test('a public URL is only an address: nothing after ? or #, nobody before @', () => {
  expect(publicUrlFault(' https://alarms.example.com/tocsin ')).toBeNull()
  expect(publicUrlFault('')).toMatch(/^Give the address/)
  expect(publicUrlFault('alarms.example.com')).toMatch(/^An address begins/)
  for (const url of ['https://a.example.com/?x=1', 'https://a.example.com/#x', 'https://me@a.example.com'])
    expect(publicUrlFault(url), url).toMatch(/^Leave out/)
})
