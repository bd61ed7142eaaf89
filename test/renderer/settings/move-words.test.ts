import { expect, test } from 'vitest'
import { foundWords, topicName } from '../../../renderer/settings/move-words.ts'

const move = {
  topicArn: 'arn:aws:sns:eu-west-1:1:a',
  region: 'eu-west-1',
  integrationId: '1',
  from: [],
  step: 'subscribe' as const,
  said: null,
}

test('what a look found counts what is yet to be done, and does not say none where it could not look', () => {
  expect(foundWords({ moves: [move, { ...move, step: 'done' }], stale: [], unread: [] })).toBe('1 found,')
  expect(foundWords({ moves: [], stale: [], unread: [] })).toBe('None,')
  expect(foundWords({ moves: [], stale: [], unread: [{ account: 'a', region: 'r', said: 'denied' }] })).toMatch(/where it could be read/)
  expect(topicName(move.topicArn)).toBe('a')
})
