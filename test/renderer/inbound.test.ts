import { describe, expect, it } from 'vitest'
import type { Delivery } from '../../preload/contract/deliveries.ts'
import { dispositionLabels, dispositions, rejections } from '../../preload/contract/words.ts'
import { innerMessage, pieces, readable } from '../../renderer/inbound/body.ts'
import { becameOf, becauseOf, dispositionIcons, reasonOf, subjectOf } from '../../renderer/inbound/dispositions.ts'

const delivery = (over: Partial<Delivery>): Delivery => ({
  id: 'd1',
  rev: 1,
  integrationId: 'i1',
  source: 'push',
  practice: false,
  receivedAt: '2026-11-24T02:02:07.398Z',
  type: 'Notification',
  messageId: 'm1',
  topicArn: 'arn:aws:sns:eu-west-1:123456789012:prod-alarms',
  subject: null,
  disposition: 'opened',
  dispositionLabel: 'Mapped: opened',
  reason: null,
  incidentId: null,
  incidentShortId: null,
  count: 1,
  tookMs: 4,
  alarm: null,
  ...over,
})

describe('a row of the log', () => {
  it('has a mark and a sentence for every disposition', () => {
    for (const disposition of dispositions) {
      const row = delivery({ disposition, dispositionLabel: dispositionLabels[disposition] })
      expect(dispositionIcons[disposition]).toBeTruthy()
      expect(becauseOf(row).what).not.toBe('')
      expect(becameOf(row)).not.toMatch(/undefined|null/)
    }
  })

  it('says what a refused one lacks, in words', () => {
    for (const reason of rejections) expect(subjectOf(delivery({ disposition: 'rejected', reason })).length).toBeGreaterThan(15)
    expect(subjectOf(delivery({ disposition: 'rejected', reason: 'topic' }))).toMatch(/^topic prod-alarms: /)
  })

  it('names the topic of a subscription', () => {
    expect(subjectOf(delivery({ type: 'SubscriptionConfirmation', disposition: 'awaiting-confirmation' }))).toBe(
      'SubscriptionConfirmation for topic prod-alarms',
    )
  })

  it('leaves a reason that has no words as it is', () => {
    expect(reasonOf('rule «canaries»')).toBe('rule «canaries»')
    expect(reasonOf('some-new-reason')).toBe('some new reason')
  })
})

describe('a body', () => {
  it('on one line is indented to be read, and any other stands as it came', () => {
    expect(readable('{"a":1}')).toEqual({ text: '{\n  "a": 1\n}', isIndented: true })
    expect(readable('{\n"a":1}').isIndented).toBe(false)
    expect(readable('not json').text).toBe('not json')
  })

  it('shows the message inside the envelope, where that is JSON', () => {
    expect(innerMessage(JSON.stringify({ Message: '{"AlarmName":"x"}' }))).toContain('"AlarmName": "x"')
    expect(innerMessage(JSON.stringify({ Message: 'plain words' }))).toBeNull()
    expect(innerMessage('plain words')).toBeNull()
  })

  it('is told apart into names and values, and nothing of it is lost', () => {
    const text = '{"a" : "b \\" c", "d": [1, "e"]}'
    const parts = pieces(text)
    expect(parts.map((part) => part.text).join('')).toBe(text)
    expect(parts.filter(({ kind }) => kind === 'name').map((part) => part.text)).toEqual(['"a" :', '"d":'])
    expect(parts.filter(({ kind }) => kind === 'value').map((part) => part.text)).toEqual(['"b \\" c"', '"e"'])
  })
})
