import { describe, expect, it } from 'vitest'
import { figures, fits, placesOf, showOf, timesOf } from '../../renderer/incidents/queue.ts'
import { incidentRow } from './rows.ts'

const now = Date.parse('2026-11-24T03:00:00.000Z')
const rows = [
  incidentRow({ id: 'warn', severity: 'warning', openedAt: '2026-11-24T02:54:00.000Z' }),
  incidentRow({ id: 'ack', status: 'acknowledged', severity: 'critical' }),
  incidentRow({ id: 'later', snoozedUntil: '2026-11-24T06:00:00.000Z' }),
  incidentRow({ id: 'awake', snoozedUntil: '2026-11-24T02:00:00.000Z', openedAt: '2026-11-24T01:00:00.000Z' }),
  incidentRow({ id: 'new', openedAt: '2026-11-24T02:59:00.000Z' }),
  incidentRow({ id: 'shut', status: 'closed', closedAt: '2026-11-24T02:59:30.000Z' }),
  incidentRow({ id: 'ack-later', status: 'acknowledged', severity: 'error', snoozedUntil: '2026-11-24T06:00:00.000Z' }),
]

describe('the queue', () => {
  it('stands open, acknowledged, snoozed; in each the most severe first, then the newest', () => {
    expect(placesOf(rows, 'all', '', now).map(({ id, group }) => `${group} ${id}`)).toEqual([
      'open new',
      'open awake',
      'open warn',
      'acknowledged ack',
      'snoozed later',
      'snoozed ack-later',
    ])
  })

  it('shows one standing alone', () => {
    expect(placesOf(rows, 'snoozed', '', now).map(({ id }) => id)).toEqual(['later', 'ack-later'])
    expect(placesOf(rows, 'open', '', now)).toHaveLength(3)
  })

  it('counts each incident once', () => {
    expect(figures(rows, now)).toEqual({ open: 3, acknowledged: 1, snoozed: 2, closed: 1 })
  })

  it('finds by every word of the filter, in whatever it is called', () => {
    const row = incidentRow({ shortId: 'INC-214', title: 'orders-api: 5xx', region: 'eu-west-1', accountId: '123456789012' })
    expect(fits(row, 'inc-214')).toBe(true)
    expect(fits(row, 'ORDERS eu-west')).toBe(true)
    expect(fits(row, '1234 5xx')).toBe(true)
    expect(fits(row, 'orders us-east')).toBe(false)
  })

  it('counts how often the alarm spoke', () => {
    expect(timesOf(incidentRow({ appendedCount: 12, reopenedCount: 1 }))).toBe(14)
  })

  it('takes an unknown word in the address for all', () => {
    expect([showOf('closed'), showOf('nonsense'), showOf(undefined)]).toEqual(['closed', 'all', 'all'])
  })
})
