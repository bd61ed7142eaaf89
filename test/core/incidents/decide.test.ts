import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold } from '../../../main/core/incidents/reduce.ts'
import { openBook } from './book.ts'

const minute = 60_000
const t0 = 1e12 - 100 * minute

describe('an alarm event that is news', () => {
  it('opens an incident with ALARM and tells of it', () => {
    const book = openBook()
    expect(book.hear('alarm', t0)).toMatchObject({ disposition: 'opened', tells: true })
    expect(book.live()).toMatchObject([{ openedAt: t0, status: 'open', awsInAlarm: true }])
  })

  it('is appended by another ALARM, which tells nobody', () => {
    const book = openBook()
    book.hear('alarm', t0)
    expect(book.hear('alarm', t0 + minute)).toMatchObject({ disposition: 'appended', tells: false })
    expect(book.live()).toMatchObject([{ appendedCount: 1, lastAlarmAt: t0 + minute }])
  })

  it('closes with OK, at the alarm’s own time', () => {
    const book = openBook()
    book.hear('alarm', t0)
    expect(book.hear('ok', t0 + minute)).toMatchObject({ disposition: 'closed' })
    expect(book.incidents()).toMatchObject([{ status: 'closed', closedAt: t0 + minute, awsInAlarm: false }])
  })

  it('is ignored where OK finds nothing open', () => {
    expect(openBook().hear('ok', t0)).toMatchObject({ disposition: 'ignored', reason: 'nothing-open' })
  })

  it('reopens the same incident within the window, and opens another after it', () => {
    const book = openBook()
    book.hear('alarm', t0)
    book.hear('ok', t0 + minute)
    expect(book.hear('alarm', t0 + 11 * minute)).toMatchObject({ disposition: 'opened', reason: 'reopened', tells: true })
    expect(book.incidents()).toMatchObject([{ status: 'open', reopenedCount: 1 }])
    book.hear('ok', t0 + 12 * minute)
    book.hear('alarm', t0 + 22 * minute + 1)
    expect(book.incidents()).toHaveLength(2)
  })

  it('forgets an acknowledgement when it reopens', () => {
    const book = openBook()
    book.hear('alarm', t0)
    book.write({ kind: 'acknowledged' }, t0 + 1)
    book.hear('ok', t0 + minute)
    book.hear('alarm', t0 + 2 * minute)
    expect(book.live()).toMatchObject([{ status: 'open', acknowledgedAt: null, acknowledgedBy: null }])
  })

  it('stays acknowledged while ALARM is appended', () => {
    const book = openBook()
    book.hear('alarm', t0)
    book.write({ kind: 'acknowledged' }, t0 + 1)
    book.hear('alarm', t0 + minute)
    expect(book.live()).toMatchObject([{ status: 'acknowledged' }])
  })
})

describe('equal times', () => {
  it('let ALARM win over an OK that comes after it', () => {
    const book = openBook()
    book.hear('alarm', t0)
    expect(book.hear('ok', t0)).toMatchObject({ disposition: 'ignored', reason: 'equal-time' })
    expect(book.live()).toHaveLength(1)
  })

  it('let ALARM reopen what the OK of that time closed', () => {
    const book = openBook()
    book.hear('alarm', t0)
    book.hear('ok', t0 + minute)
    expect(book.hear('alarm', t0 + minute)).toMatchObject({ disposition: 'opened', reason: 'reopened' })
  })

  it('append an ALARM that another road brought too', () => {
    const book = openBook()
    book.hear('alarm', t0)
    expect(book.hear('alarm', t0)).toMatchObject({ disposition: 'appended' })
  })
})

describe('a late event', () => {
  it('goes onto the timeline of the incident whose span holds its time, and changes nothing', () => {
    const book = openBook()
    book.hear('alarm', t0)
    book.hear('alarm', t0 + 10 * minute)
    expect(book.hear('ok', t0 + 5 * minute)).toMatchObject({ disposition: 'late', tells: false, watermark: null })
    expect(book.live()).toHaveLength(1)
    expect(book.timelines()[0]?.at(-1)).toMatchObject({ kind: 'late', data: { state: 'ok' } })
  })

  it('hangs on no incident where none holds its time, and says so', () => {
    const book = openBook()
    book.hear('alarm', t0)
    expect(book.hear('ok', t0 - minute)).toMatchObject({ disposition: 'late', reason: 'no-incident-then', target: { kind: 'none' } })
  })

  it('becomes an incident of its own where its OK overtook it, closed at that OK, silently', () => {
    const book = openBook()
    book.hear('ok', t0 + 20 * minute)
    book.hear('ok', t0 + 40 * minute)
    expect(book.hear('alarm', t0)).toMatchObject({ disposition: 'late', reason: 'overtaken', tells: false })
    expect(book.incidents()).toMatchObject([{ openedAt: t0, closedAt: t0 + 20 * minute, status: 'closed' }])
  })

  it('is told once however often it is overtaken', () => {
    const book = openBook()
    book.hear('ok', t0 + 20 * minute)
    book.hear('alarm', t0)
    book.hear('alarm', t0)
    expect(book.incidents()).toHaveLength(1)
  })

  it('is news all the same where AWS held it back behind a mute rule', () => {
    const book = openBook()
    book.hear('ok', t0 + minute)
    expect(book.hear('alarm', t0, { afterMuteWindow: true })).toMatchObject({ disposition: 'opened', tells: true })
    expect(book.hear('ok', t0 + 2 * minute)).toMatchObject({ disposition: 'closed' })
  })
})

describe('an overtaken ALARM beside one of the OK’s own time', () => {
  it('leaves the open incident standing for its key', () => {
    const book = openBook(0)
    book.hear('ok', t0 + 36 * minute)
    book.hear('alarm', t0 + 36 * minute)
    book.hear('alarm', t0)
    expect(book.hear('alarm', t0 + 37 * minute)).toMatchObject({ disposition: 'appended' })
    expect(book.live()).toMatchObject([{ openedAt: t0 + 36 * minute }])
  })
})

describe('what a human did', () => {
  it('is not undone by an ALARM that is not newer', () => {
    const book = openBook()
    book.hear('alarm', t0)
    book.write({ kind: 'closed' }, t0 + 5 * minute)
    expect(book.hear('alarm', t0)).toMatchObject({ disposition: 'ignored', reason: 'equal-time' })
    expect(book.hear('alarm', t0 - 1)).toMatchObject({ disposition: 'late' })
    expect(book.live()).toHaveLength(0)
  })

  it('is undone by a newer ALARM', () => {
    const book = openBook()
    book.hear('alarm', t0)
    book.write({ kind: 'closed' }, t0 + 5 * minute)
    expect(book.hear('alarm', t0 + minute)).toMatchObject({ disposition: 'opened', reason: 'reopened' })
  })

  it('is agreed with by the OK that comes after a close by hand', () => {
    const book = openBook()
    book.hear('alarm', t0)
    book.write({ kind: 'closed' }, t0 + 5 * minute)
    expect(book.incidents()).toMatchObject([{ status: 'closed', awsInAlarm: true }])
    expect(book.hear('ok', t0 + 6 * minute)).toMatchObject({ disposition: 'ignored', reason: 'nothing-open' })
    expect(book.incidents()).toMatchObject([{ status: 'closed', awsInAlarm: false }])
  })
})

describe('time that can’t be trusted', () => {
  it('counts an event far ahead of the desk’s clock at its arrival, and says so', () => {
    const now = t0
    const book = openBook()
    expect(book.hear('alarm', now + 11 * minute, { now })).toMatchObject({
      disposition: 'opened',
      reason: 'clock-ahead',
      target: { openedAt: now },
    })
  })

  it('takes a few minutes ahead as they are', () => {
    expect(openBook().hear('alarm', t0 + 9 * minute, { now: t0 })).toMatchObject({ reason: null, target: { openedAt: t0 + 9 * minute } })
  })
})

describe('insufficient data', () => {
  it('goes onto the timeline and moves nothing', () => {
    const book = openBook()
    book.hear('alarm', t0)
    expect(book.hear('insufficient-data', t0 + 50 * minute)).toMatchObject({
      disposition: 'ignored',
      reason: 'insufficient-data',
      watermark: null,
    })
    expect(book.hear('ok', t0 + minute)).toMatchObject({ disposition: 'closed' })
    expect(book.timelines()[0]?.map((event) => event.kind)).toEqual(['opened', 'insufficient-data', 'closed'])
  })
})

describe('any order, with any number of copies', () => {
  const story = fc.uniqueArray(
    fc.record({ minute: fc.nat({ max: 40 }), state: fc.constantFrom('alarm' as const, 'ok' as const, 'insufficient-data' as const) }),
    { minLength: 1, maxLength: 7, selector: (event) => `${event.minute}${event.state}` },
  )

  it('ends with the incident open if and only if ALARM is the newest word', () => {
    fc.assert(
      fc.property(story, fc.array(fc.nat(), { maxLength: 8 }), fc.integer({ min: 0, max: 60 }), (events, order, windowMinutes) => {
        const heard = [...events, ...order.map((n) => events[n % events.length] ?? events[0])].filter((event) => event !== undefined)
        const shuffled = heard
          .map((event, n) => ({ event, key: (order[n % Math.max(1, order.length)] ?? n) * 31 + n * 17 }))
          .sort((a, b) => (a.key % 13) - (b.key % 13))
        const book = openBook(windowMinutes * minute)
        for (const { event } of shuffled) book.hear(event.state, t0 + event.minute * minute)
        const moving = events.filter((event) => event.state !== 'insufficient-data')
        const newest = Math.max(...moving.map((event) => event.minute))
        const inAlarm = moving.some((event) => event.minute === newest && event.state === 'alarm')
        expect(book.live()).toHaveLength(inAlarm ? 1 : 0)
      }),
      { numRuns: 3_000 },
    )
  })

  it('keeps every incident equal to the fold of its timeline', () => {
    fc.assert(
      fc.property(story, (events) => {
        const book = openBook()
        for (const event of events) book.hear(event.state, t0 + event.minute * minute)
        for (const [n, events] of book.timelines().entries()) expect(book.incidents()[n]).toMatchObject({ ...fold(events) })
      }),
    )
  })
})
