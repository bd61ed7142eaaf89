import { expect, test } from 'vitest'
import { subscriptionStates } from '../../../preload/contract/words.ts'
import { doesOf, whenOf } from '../../../renderer/integrations/rule-words.ts'
import { actsOn, endedByWhom, maxAgeWords, trustsInShort, trustWords } from '../../../renderer/integrations/words.ts'
import { anIntegration, aSubscription } from './an-integration.ts'

test('an unprotected subscription says who can end it and that this stays so', () => {
  expect(endedByWhom({ state: 'confirmed', authenticated: false })?.means).toMatch(
    /Anyone who holds one of its messages can end it.*can’t be changed later/,
  )
  expect(endedByWhom({ state: 'confirmed', authenticated: null })?.word).toBe('protection not known')
  expect(endedByWhom({ state: 'awaiting-confirmation', authenticated: null })).toBeNull()
})

test('only what the desk would take is offered on a subscription', () => {
  const offered = Object.fromEntries(subscriptionStates.map((state) => [state, actsOn(state)]))
  expect(offered).toEqual({
    'awaiting-confirmation': { confirm: 'Confirm', refuse: true },
    confirming: { confirm: null, refuse: false },
    confirmed: { confirm: null, refuse: false },
    'confirmation-failed': { confirm: 'Try again', refuse: true },
    refused: { confirm: 'Confirm after all', refuse: false },
    unsubscribed: { confirm: null, refuse: false },
  })
})

test('the list says in short who is believed and what waits', () => {
  expect(trustsInShort(anIntegration())).toBe('no topic yet')
  expect(trustsInShort(anIntegration({ topics: ['a', 'b'], subscriptions: [aSubscription({ state: 'awaiting-confirmation' })] }))).toBe(
    '2 topics, 1 waits',
  )
  expect(trustsInShort(anIntegration({ trust: { kind: 'secret-url' } }))).toBe('the secret URL alone')
  expect(trustWords(anIntegration({ practice: true })).name).toBe('The practice SNS’s key')
})

test('an age is said in its own unit', () => {
  expect(maxAgeWords(259_200)).toBe('3 days')
  expect(maxAgeWords(2 ** 31)).toBe('no limit')
})

test('a rule reads as a sentence', () => {
  const when = [
    { field: 'metricName', test: 'equals', value: 'HTTPCode_Target_5XX' },
    { field: 'alarmName', test: 'starts-with', value: 'prod-' },
  ] as const
  expect(whenOf({ when: [...when] })).toBe('metric is HTTPCode_Target_5XX, alarm name begins prod-')
  expect(whenOf({ when: [] })).toBe('any message')
  expect(doesOf.filter).toBe('leave, Filtered')
})
