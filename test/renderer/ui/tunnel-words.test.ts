import { describe, expect, it } from 'vitest'
import type { TunnelReport } from '../../../preload/contract/tunnel.ts'
import { tunnelStanding } from '../../../renderer/ui/tunnel-words.ts'

const at = '2026-03-03T03:00:00.000Z'
const now = Date.parse(at)
const up: TunnelReport = {
  kind: 'ngrok',
  state: 'up',
  since: at,
  downSince: null,
  reason: null,
  code: null,
  said: null,
  note: null,
  nextTryAt: null,
  publicUrl: 'https://a.example',
  domain: null,
  standIn: { wished: true, stands: false },
  hasAuthtoken: true,
  hasApiKey: false,
  latencyMs: null,
}
const before = '2026-03-03T02:47:00.000Z'

describe('how a tunnel stands, in words', () => {
  it('up', () => {
    expect(tunnelStanding(up, now)).toMatchObject({ title: 'Up', tone: 'ok', said: null, next: null })
  })

  it('down: since it was lost, with when it is tried again', () => {
    const down = { ...up, state: 'down' as const, downSince: before, said: 'Why.', nextTryAt: '2026-03-03T03:00:20.000Z' }
    expect(tunnelStanding(down, now)).toEqual({
      icon: 'cross',
      tone: 'unknown',
      title: 'Down',
      said: 'Why.',
      next: 'It is tried again in 20 s.',
      since: before,
    })
    expect(tunnelStanding(down, now + 30_000).next).toBe('It is tried again now.')
    expect(tunnelStanding({ ...down, nextTryAt: null }, now).next).toMatch(/before you change/)
  })

  it('while it is opened again it is still down, and was since it was lost', () => {
    expect(tunnelStanding({ ...up, state: 'opening' }, now)).toMatchObject({ title: 'Opening', since: at })
    expect(tunnelStanding({ ...up, state: 'opening', downSince: before }, now)).toMatchObject({
      title: expect.stringMatching(/^Down/),
      since: before,
    })
  })
})
