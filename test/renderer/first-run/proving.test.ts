import { expect, test } from 'vitest'
import type { Delivery } from '../../../preload/contract/deliveries.ts'
import { provenBy, type Step, steps } from '../../../renderer/first-run/proving.ts'

const row = (part: Partial<Delivery>): Delivery => ({
  id: '1',
  rev: 1,
  integrationId: '1',
  source: 'push',
  practice: true,
  receivedAt: '2026-11-24T02:00:00.000Z',
  type: 'Notification',
  messageId: 'm',
  topicArn: null,
  subject: null,
  disposition: 'confirmed',
  dispositionLabel: 'Confirmed',
  reason: null,
  incidentId: null,
  incidentShortId: null,
  count: 1,
  tookMs: 4.2,
  alarm: null,
  ...part,
})
const event = (kind: 'notified' | 'not-notified', data: Record<string, unknown>) => ({
  id: 'e',
  at: '2026-11-24T02:00:01.000Z',
  kind,
  actor: 'desk',
  deliveryId: null,
  data,
  undoneBy: null,
})
const incident = { shortId: 'INC-1', severity: 'error', acknowledgedAt: null, acknowledgedBy: null, timeline: [] } as const
const opened = row({ id: '2', disposition: 'opened', incidentId: 'i', incidentShortId: 'INC-1' })

const standing = (stand: string, proven: ReturnType<typeof provenBy>): Step[] => steps.filter((step) => proven[step].stand === stand)

test('nothing is proven before something came', () => {
  expect(standing('to-come', provenBy([], null))).toEqual([...steps])
})

test('the subscription’s confirmation proves that signing, delivery and verifying work, not that an alarm opens', () => {
  expect(standing('done', provenBy([row({ disposition: 'confirming' })], null))).toEqual(['signed', 'delivered', 'verified'])
})

test('an ALARM that opened is stored, with the time it took', () => {
  const proven = provenBy([opened, row({})], { ...incident, timeline: [] })
  expect(standing('done', proven)).toEqual(['signed', 'delivered', 'verified', 'opened', 'stored'])
  expect(proven.opened.said).toBe('as INC-1, severity error')
  expect(proven.stored.said).toContain('4 ms')
})

test('where nobody was told, the reason stands in place of a tick', () => {
  const timeline = [event('not-notified', { recipient: 'You', why: 'this desk has no channel besides its console' })]
  const { notified } = provenBy([opened], { ...incident, timeline })
  expect(notified.stand).toBe('none')
  expect(notified.said).toMatch(/^nobody, because this desk has no channel/)
})

test('a notification says to whom and how', () => {
  expect(provenBy([opened], { ...incident, timeline: [event('notified', { recipient: 'You', channel: 'desktop' })] }).notified).toEqual({
    stand: 'done',
    said: 'You, desktop',
  })
})

test('the last tick is the operator’s own', () => {
  expect(
    provenBy([opened], { ...incident, timeline: [], acknowledgedAt: '2026-11-24T02:00:05.000Z', acknowledgedBy: 'you' }).acknowledged,
  ).toEqual({
    stand: 'done',
    said: 'by you',
  })
})

test('a refused delivery fails the verifying, with its reason', () => {
  expect(provenBy([row({ disposition: 'rejected', reason: 'signature' })], null).verified).toEqual({
    stand: 'failed',
    said: 'it was Rejected: signature',
  })
})
