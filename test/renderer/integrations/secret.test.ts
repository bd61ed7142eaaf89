import fc from 'fast-check'
import { expect, test } from 'vitest'
import { copyableUrl, masked } from '../../../renderer/integrations/secret.ts'

test('a masked URL keeps its host and shows four characters of the secret', () => {
  expect(masked('https://alarms.example.com/in/k7QdExampleExample')).toBe(`https://alarms.example.com/in/k7Qd${'·'.repeat(20)}`)
})

test('never more than a quarter of a secret is shown, nor how long it is', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/), (secret) => {
      const shown = masked(`/in/${secret}`).slice('/in/'.length)
      const kept = shown.replace(/·+$/, '')
      expect(secret.startsWith(kept)).toBe(true)
      expect(kept.length).toBeLessThanOrEqual(Math.min(4, secret.length / 4))
      expect(shown.length - kept.length).toBe(20)
    }),
  )
})

test('an address of this computer is never one to copy', () => {
  expect(copyableUrl(null)).toBeNull()
  for (const host of ['127.0.0.1:4141', 'localhost', '[::1]:4141', '0.0.0.0', '127.1', 'LOCALHOST.', 'tocsin.localhost'])
    expect(copyableUrl(`http://${host}/in/k7Qd`), host).toBeNull()
  expect(copyableUrl('https://alarms.example.com/in/k7Qd')).toBe('https://alarms.example.com/in/k7Qd')
})
