import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { setAlarmLine, subscribeLine } from '../../../renderer/integrations/cli.ts'

const topic = 'arn:aws:sns:eu-west-1:123456789012:prod-alarms'

/** How a shell reads a line: its words, `aws` left out. */
const wordsOf = (line: string): string[] =>
  execFileSync('/bin/sh', ['-c', `aws() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${line}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1)

test('the line that subscribes names topic, protocol, address and region', () => {
  expect(subscribeLine(topic, 'https://alarms.example.com/in/k7Qd')).toBe(
    `aws sns subscribe --topic-arn ${topic} --protocol https --notification-endpoint 'https://alarms.example.com/in/k7Qd' --region eu-west-1`,
  )
  expect(subscribeLine('', 'http://alarms.example.com/in/k7Qd')).toBe(
    "aws sns subscribe --topic-arn TOPIC_ARN --protocol http --notification-endpoint 'http://alarms.example.com/in/k7Qd'",
  )
})

test('the line that sets an alarm waits for a name', () => {
  expect(setAlarmLine('', null)).toBe('aws cloudwatch set-alarm-state --alarm-name NAME --state-value ALARM --state-reason "Tocsin test"')
})

test.skipIf(process.platform === 'win32')('whatever an alarm is called, a shell reads it as one word and runs nothing of it', () => {
  const name = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 40 }).filter((text) => !text.includes('\0'))
  fc.assert(
    fc.property(name, (text) => {
      expect(wordsOf(setAlarmLine(text, topic))).toEqual([
        'cloudwatch',
        'set-alarm-state',
        '--alarm-name',
        text,
        '--state-value',
        'ALARM',
        '--state-reason',
        'Tocsin test',
        '--region',
        'eu-west-1',
      ])
    }),
    { numRuns: 40, examples: [["o'brien"], ['$(id)'], ['`id`; rm -rf /'], ['a b'], ['\n']] },
  )
})

test('a region that is a pattern is left out', () => {
  expect(setAlarmLine('HighCPU', 'arn:aws:sns:*:123456789012:*')).not.toContain('--region')
})
