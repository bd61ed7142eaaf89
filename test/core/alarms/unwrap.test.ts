import { describe, expect, test } from 'vitest'
import { readAlarm } from '../../../main/core/alarms/read-alarm.ts'
import { account, alarmArn, envelope, nowhere, snsAlarm } from './messages.ts'

const outer = { subject: 'Forwarded', topicArn: 'arn:aws:sns:us-east-1:999999999999:forwarded' }
const alarm = { kind: 'metric', state: 'alarm', dedupKey: alarmArn('HighCPU') }

describe('an alarm is found', () => {
  test.each([
    ['in an SNS envelope', envelope(snsAlarm())],
    ['in an envelope whose message is an object', envelope('', { Message: JSON.parse(snsAlarm()) })],
    ['in a Lambda event', { Records: [{ EventSource: 'aws:sns', Sns: envelope(snsAlarm()) }] }],
    ['in one record of it', { EventSource: 'aws:sns', Sns: envelope(snsAlarm()) }],
    ['in a record of fewer fields', { Records: [{ Sns: { Message: snsAlarm() } }] }],
    ["in a queue's record", { Records: [{ eventSource: 'aws:sqs', body: JSON.stringify(envelope(snsAlarm())) }] }],
    ['in an array of one', [JSON.parse(snsAlarm())]],
    ['in JSON that is a string of JSON', snsAlarm()],
    ['in what history says was published', { default: snsAlarm(), sms: 'ALARM', email: 'You are receiving this' }],
  ])('%s', (_, wrapped) => {
    expect(readAlarm(JSON.stringify(wrapped), outer)).toMatchObject(alarm)
  })

  test('behind a byte order mark and blank lines', () => {
    expect(readAlarm(`\ufeff\n ${snsAlarm()}\n`, outer)).toMatchObject(alarm)
  })
})

test('the innermost envelope says which topic it was', () => {
  const message = JSON.stringify(envelope(snsAlarm({ AlarmArn: undefined, AWSAccountId: undefined, Region: undefined })))
  expect(readAlarm(message, outer)).toMatchObject({ region: 'eu-west-1', accountId: account })
})

test('a notice in an envelope has that one’s subject', () => {
  expect(readAlarm(JSON.stringify(envelope('The nightly job failed.', { Subject: 'Nightly job' })), outer)).toMatchObject({
    kind: 'notice',
    title: 'Nightly job',
    reason: 'The nightly job failed.',
  })
})

test('wrapping without end is given up, not followed', () => {
  let message = snsAlarm()
  for (let depth = 0; depth < 8; depth++) message = JSON.stringify(envelope(message))
  expect(readAlarm(message, nowhere).kind).toBe('notice')
  expect(readAlarm('['.repeat(100_000), nowhere).kind).toBe('notice')
})

test('JSON that merely has a field called Message is not taken apart', () => {
  expect(readAlarm(JSON.stringify({ Message: snsAlarm() }), nowhere)).toMatchObject({ kind: 'notice', state: null })
})
