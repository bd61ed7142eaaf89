import { describe, expect, it } from 'vitest'
import type { Setup } from '../../../preload/contract/setup.ts'
import type { StepState } from '../../../preload/contract/words.ts'
import { proofOf, tookWords } from '../../../renderer/aws/progress.ts'

const at = (second: number) => `2026-11-24T03:00:${String(second).padStart(2, '0')}.000Z`
const step = (kind: string, state: StepState, more: Partial<Setup['steps'][number]> = {}): Setup['steps'][number] => ({
  effect: 'add',
  kind,
  subject: 'arn:aws:sns:eu-west-1:123456789012:a',
  said: '',
  undo: null,
  state,
  note: null,
  changedAt: at(0),
  tookMs: null,
  deliveryId: null,
  ...more,
})

describe('how far a set-up has come', () => {
  it('says what is waited for now', () => {
    const steps = [step('subscribe', 'done'), step('await-confirmation', 'doing'), step('test', 'waiting')]
    const proof = proofOf({ state: 'applying', steps })
    expect(proof).toMatchObject({ done: 1, total: 3, confirmed: { stand: 'now' }, arrived: { stand: 'to-come', tookMs: null } })
    expect(proof.now?.kind).toBe('await-confirmation')
  })

  it('says how long the confirmation and the first delivery took', () => {
    const steps = [
      step('subscribe', 'done', { changedAt: at(1) }),
      step('await-confirmation', 'done', { changedAt: at(3) }),
      step('test', 'done', { tookMs: 412, deliveryId: '9' }),
    ]
    expect(proofOf({ state: 'applied', steps })).toMatchObject({
      now: null,
      confirmed: { stand: 'done', tookMs: 2_000 },
      arrived: { stand: 'done', tookMs: 412, deliveryId: '9' },
    })
  })

  it('has no confirmation to wait for where it was confirmed before', () => {
    const steps = [step('subscribe', 'left', { effect: 'leave' }), step('test', 'failed')]
    const proof = proofOf({ state: 'failed', steps })
    expect(proof.confirmed.stand).toBe('none')
    expect(proof.arrived.stand).toBe('failed')
    expect(proof.failed?.kind).toBe('test')
    expect(proof.now).toBeNull()
  })
})

it('a time is read at a glance', () => {
  expect([12, 999, 1_234, 12_600].map(tookWords)).toEqual(['12 ms', '999 ms', '1.2 s', '13 s'])
})
