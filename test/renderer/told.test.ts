import { describe, expect, it } from 'vitest'
import type { TimelineEvent } from '../../preload/contract/incidents.ts'
import { timelineKinds } from '../../preload/contract/words.ts'
import { tell } from '../../renderer/incidents/told.ts'

const event = (over: Partial<TimelineEvent>): TimelineEvent => ({
  id: 'e1',
  at: '2026-11-24T02:43:11.000Z',
  kind: 'opened',
  actor: 'alarm',
  deliveryId: null,
  data: {},
  undoneBy: null,
  ...over,
})

describe('a line of the timeline', () => {
  it('is told for every kind, also where nothing is known of it', () => {
    for (const kind of timelineKinds) {
      const told = tell(event({ kind }))
      expect(told.word).not.toBe('')
      expect(told.said).not.toMatch(/undefined|null|NaN|\.\./)
    }
  })

  it('says why somebody was not told', () => {
    expect(
      tell(
        event({
          kind: 'not-notified',
          actor: 'desk',
          data: { recipient: 'You', channel: null, why: 'an appended delivery tells nobody again' },
        }),
      ),
    ).toEqual({
      icon: 'belloff',
      word: 'not notified',
      said: 'You, because an appended delivery tells nobody again',
      weight: 'no',
    })
  })

  it('says who closed it, and that AWS does not agree', () => {
    expect(tell(event({ kind: 'closed', actor: 'you', data: { cause: 'operator', awsInAlarm: true } })).said).toBe(
      'You. AWS still says ALARM',
    )
    expect(tell(event({ kind: 'closed', data: { cause: 'alarm', reason: 'Threshold Crossed: all is well.' } })).said).toBe(
      'OK. all is well',
    )
  })

  it('quotes a note as it was written', () => {
    expect(tell(event({ kind: 'noted', actor: 'Ana', data: { text: 'rolled back to build 412' } })).said).toBe(
      'Ana: «rolled back to build 412»',
    )
  })

  it('is faint where it was taken back', () => {
    expect(tell(event({ kind: 'acknowledged', actor: 'you', undoneBy: 'e2' })).weight).toBe('aside')
  })
})
