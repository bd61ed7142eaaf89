import { expect, test } from 'vitest'
import type { Delivery } from '../../../preload/contract/deliveries.ts'
import { heardAlarm } from '../../../renderer/integrations/heard.ts'

const row = (id: string, alarm: Partial<NonNullable<Delivery['alarm']>>, disposition: Delivery['disposition'] = 'opened'): Delivery => ({
  id,
  rev: 1,
  integrationId: '1',
  source: 'push',
  practice: false,
  receivedAt: '2026-11-24T02:00:00.000Z',
  type: 'Notification',
  messageId: id,
  topicArn: null,
  subject: null,
  disposition,
  dispositionLabel: disposition,
  reason: null,
  incidentId: null,
  incidentShortId: null,
  count: 1,
  tookMs: 1,
  alarm: {
    kind: 'metric',
    state: 'alarm',
    alarmName: 'HighCPU',
    alarmArn: null,
    accountId: null,
    region: null,
    title: '',
    reason: null,
    at: null,
    ...alarm,
  },
})

test('an ALARM with the name that was filled in is the proof, and nothing else is', () => {
  expect(heardAlarm([row('2', { alarmName: 'Other' }), row('1', {})], 'HighCPU')?.id).toBe('1')
  expect(heardAlarm([row('1', { state: 'ok' })], 'HighCPU')).toBeUndefined()
  expect(heardAlarm([row('1', {}, 'rejected')], 'HighCPU')).toBeUndefined()
  expect(heardAlarm([row('1', { alarmName: null })], '')).toBeUndefined()
})
