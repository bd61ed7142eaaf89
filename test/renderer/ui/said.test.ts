import { ORPCError } from '@orpc/client'
import { expect, test } from 'vitest'
import { saidBy } from '../../../renderer/ui/said.ts'

test('a refusal is told in the desk’s own sentence, not in its code', () => {
  const refusal = new ORPCError('not-possible', {
    status: 409,
    message: 'There is no public URL yet: set one first.',
    data: { reason: 'no-public-url' },
  })
  expect(saidBy(refusal)).toBe('There is no public URL yet: set one first.')
})

test('a desk that does not answer is said to be so, whatever the browser calls it', () => {
  expect(saidBy(new TypeError('Failed to fetch'))).toBe('The desk does not answer. It is tried again by itself.')
})

test('what says nothing is still said', () => {
  expect(saidBy(undefined)).toBe('It did not work, and nothing says why.')
  expect(saidBy(Object.assign(new Error(''), { status: 500 }))).toBe('The desk refused it (500).')
})
