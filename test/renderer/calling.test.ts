import { describe, expect, it } from 'vitest'
import { listen, stillCalls } from '../../renderer/app/calling.ts'
import { incidentRow } from './rows.ts'

const now = Date.parse('2026-11-24T03:00:00.000Z')
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id)

describe('the sound calls', () => {
  it('for nothing that was there before the page', () => {
    expect(listen(null, [incidentRow()], now).news).toEqual([])
  })

  it('for what opens, once', () => {
    const first = listen(null, [], now)
    const second = listen(first.heard, [incidentRow()], now)
    expect(ids(second.news)).toEqual(['a1'])
    expect(listen(second.heard, [incidentRow({ rev: 2, appendedCount: 1 })], now).news).toEqual([])
  })

  it('for what opens again, by the alarm or after a close', () => {
    const { heard } = listen(null, [incidentRow()], now)
    expect(ids(listen(heard, [incidentRow({ reopenedCount: 1 })], now).news)).toEqual(['a1'])
    const closed = listen(heard, [incidentRow({ status: 'closed' })], now)
    expect(ids(listen(closed.heard, [incidentRow()], now).news)).toEqual(['a1'])
  })

  it('not for what is acknowledged or snoozed when it comes, nor for what is put back by hand', () => {
    const { heard } = listen(null, [incidentRow({ status: 'acknowledged' })], now)
    expect(listen(heard, [incidentRow()], now).news).toEqual([])
    expect(listen(new Map(), [incidentRow({ snoozedUntil: '2026-11-24T04:00:00.000Z' })], now).news).toEqual([])
  })

  it('again for a critical one until somebody acknowledges it', () => {
    expect(stillCalls(incidentRow(), now)).toBe(true)
    expect(stillCalls(incidentRow({ status: 'acknowledged' }), now)).toBe(false)
    expect(stillCalls(incidentRow({ severity: 'error' }), now)).toBe(false)
    expect(stillCalls(undefined, now)).toBe(false)
  })
})
