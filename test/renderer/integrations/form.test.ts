import { expect, test } from 'vitest'
import { draftOf, faultsOf, mayBeAutomatic, newDraft, topicsOf, wishOf } from '../../../renderer/integrations/form.ts'
import { anIntegration } from './an-integration.ts'

const draft = { ...newDraft, name: 'prod-alarms' }
const topic = 'arn:aws:sns:eu-west-1:123456789012:prod-alarms'

test('topics are taken one to a line, each once, and twelve digits stand for all topics of an account', () => {
  expect(topicsOf(`${topic}\n\n  ${topic}, 123456789012`)).toEqual([topic, 'arn:aws:sns:*:123456789012:*'])
})

test('what is no topic is named', () => {
  expect(faultsOf({ ...draft, topics: `${topic}\nmy topic` }).topics).toMatch(/^«my» is no topic\. A topic is an ARN/)
  expect(faultsOf({ ...draft, topics: topic })).toEqual({})
})

test('a draft without topics may not confirm by itself, and is not sent so', () => {
  expect(mayBeAutomatic('')).toBe(false)
  expect(mayBeAutomatic('nonsense')).toBe(false)
  expect(mayBeAutomatic('123456789012')).toBe(true)
  expect(wishOf({ ...draft, confirm: 'automatic' }).confirm).toBe('manual')
  expect(wishOf({ ...draft, confirm: 'automatic', topics: topic }).confirm).toBe('automatic')
})

test('a key of one’s own needs the key and its endpoint', () => {
  const custom = { ...draft, trustKind: 'custom' } as const
  expect(Object.keys(faultsOf(custom))).toEqual(['certificatePem', 'endpoint'])
  const whole = {
    ...custom,
    certificatePem: '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----',
    endpoint: 'http://localhost:4566',
  }
  expect(faultsOf(whole)).toEqual({})
  expect(wishOf(whole).trust).toMatchObject({ kind: 'custom', endpoint: 'http://localhost:4566' })
})

test('trust in the URL alone is for generic-json, and asks for no topics', () => {
  expect(faultsOf({ ...draft, trustKind: 'secret-url' }).trustKind).toMatch(/generic-json/)
  expect(wishOf({ ...draft, template: 'generic-json', trustKind: 'secret-url', topics: topic })).toMatchObject({
    topics: [],
    trust: { kind: 'secret-url' },
  })
})

test('an age has its bounds', () => {
  for (const age of ['', '0', '-3', 'x', '24856']) expect(faultsOf({ ...draft, age }).age, age).toBeDefined()
  expect(wishOf({ ...draft, age: '1,5', ageUnit: 'hours' }).maxAgeSeconds).toBe(5_400)
})

test('an integration comes back from its own draft as it was', () => {
  for (const maxAgeSeconds of [60, 90, 3_600, 259_200, 2 ** 31]) {
    const before = anIntegration({ topics: [topic], confirm: 'automatic', maxAgeSeconds })
    const { name, topics, confirm, trust } = before
    expect(wishOf(draftOf(before))).toEqual({ name, topics, confirm, trust, maxAgeSeconds })
  }
})
