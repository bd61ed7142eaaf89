import { expect, test } from 'vitest'
import { checkOf } from '../../../renderer/integrations/check.ts'
import { anIntegration, aSubscription } from './an-integration.ts'

const reached = { id: '9', at: '2026-11-24T02:00:00.000Z', disposition: 'opened' } as const

test('a subscription that waits comes before everything else, with its one click', () => {
  const waiting = aSubscription({ state: 'awaiting-confirmation', topicArn: 'arn:aws:sns:eu-west-1:123456789012:etl-alarms' })
  const check = checkOf(anIntegration({ subscriptions: [aSubscription({ state: 'unsubscribed' }), waiting] }))
  expect(check).toMatchObject({ icon: 'pause', said: 'topic etl-alarms waits for one click', waits: waiting })
})

test('a subscription that ended or failed is not hidden by another that stands', () => {
  expect(checkOf(anIntegration({ subscriptions: [aSubscription(), aSubscription({ state: 'unsubscribed' })] }))).toMatchObject({
    tone: 'unknown',
    said: 'the subscription of prod-alarms ended: subscribe it again',
  })
  expect(
    checkOf(anIntegration({ subscriptions: [aSubscription({ state: 'confirmation-failed', reason: 'The token expired.' })] })).said,
  ).toBe('prod-alarms could not be confirmed: The token expired.')
})

test('who is believed without AWS is marked, also when all is well', () => {
  const custom = { kind: 'custom', certificatePem: 'x', endpoint: 'http://localhost:4566' } as const
  expect(checkOf(anIntegration({ trust: custom, subscriptions: [aSubscription()] }))).toMatchObject({ icon: 'key', tone: 'plain' })
  expect(checkOf(anIntegration({ template: 'generic-json', trust: { kind: 'secret-url' }, lastDelivery: reached })).said).toBe(
    'not signed: whoever has the URL is believed',
  )
})

test('ok is said only of what was confirmed or heard', () => {
  expect(checkOf(anIntegration()).tone).toBe('unknown')
  expect(checkOf(anIntegration({ subscriptions: [aSubscription({ state: 'refused' })] })).tone).toBe('unknown')
  expect(checkOf(anIntegration({ lastDelivery: { ...reached, disposition: 'rejected' } })).tone).toBe('unknown')
  expect(checkOf(anIntegration({ lastDelivery: reached }))).toMatchObject({ tone: 'ok', said: 'deliveries arrive' })
  expect(checkOf(anIntegration({ subscriptions: [aSubscription(), aSubscription({ state: 'refused' })] })).said).toBe('1 of 2 confirmed')
})

test('without a public address it says that AWS can not reach it', () => {
  expect(checkOf(anIntegration({ inboundUrl: null })).said).toBe('AWS can’t reach it yet: no public address')
  expect(checkOf(anIntegration({ inboundUrl: 'http://127.0.0.1:4141/in/k7Qd' })).said).toBe('AWS can’t reach it yet: no public address')
})
