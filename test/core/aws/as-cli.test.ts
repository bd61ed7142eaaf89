import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asCli, queueUrlOf, type RenderScope } from '../../../main/core/aws/as-cli.ts'
import { asTerraform } from '../../../main/core/aws/as-terraform.ts'
import type { PlannedStep, StepAct } from '../../../main/core/aws/setup-step.ts'
import { account, alarmLook, topicArn } from './alarms.ts'

const queueArn = `arn:aws:sqs:eu-west-1:${account}:tocsin-1-abc-dead-letter`
const scope: RenderScope = {
  region: 'eu-west-1',
  profile: null,
  inboundUrl: 'https://desk.example/in/secret',
  policies: {},
  alarms: { cpu: alarmLook('cpu', { ok: [] }) },
}
const step = (act: StepAct, said = 'Do it.'): PlannedStep => ({ effect: 'add', act, said, undo: null })
const subscribe: StepAct = { kind: 'subscribe', topicArn, end: { protocol: 'push' }, deadLetterArn: queueArn }

/** The words that a shell makes of lines in which `aws` only says its arguments. */
function shellWords(script: string): string[][] {
  const said = execFileSync('sh', ['-c', `aws() { printf '%s\\0' "$@"; printf 'END\\0'; }\n${script}`]).toString('utf8')
  return said
    .split('END\0')
    .slice(0, -1)
    .map((line) => line.split('\0').slice(0, -1))
}

describe('a plan as lines for a shell', () => {
  it('says each act with its own arguments, and only comments on what is left', () => {
    const cli = asCli(
      [step(subscribe), { ...step({ kind: 'create-topic', topicArn, name: 'alarms' }, 'It is there.'), effect: 'leave' }],
      scope,
    )
    expect(cli).toContain('# It is there.')
    const [words = [], ...more] = shellWords(cli)
    expect(more).toEqual([])
    expect(words.slice(0, 9)).toEqual([
      'sns',
      'subscribe',
      '--topic-arn',
      topicArn,
      '--protocol',
      'https',
      '--notification-endpoint',
      scope.inboundUrl,
      '--return-subscription-arn',
    ])
    const attributes = JSON.parse(words[words.indexOf('--attributes') + 1] ?? '')
    expect(JSON.parse(attributes.RedrivePolicy)).toEqual({ deadLetterTargetArn: queueArn })
    expect(JSON.parse(attributes.DeliveryPolicy).healthyRetryPolicy.numRetries).toBe(95)
  })

  it('puts an alarm back with its whole definition', () => {
    const [words = []] = shellWords(
      asCli([step({ kind: 'alarm-actions', alarmName: 'cpu', topicArn, states: ['ok'] })], { ...scope, profile: 'my prod' }),
    )
    expect(words.slice(0, 3)).toEqual(['cloudwatch', 'put-metric-alarm', '--cli-input-json'])
    expect(JSON.parse(words[3] ?? '')).toMatchObject({ AlarmName: 'cpu', OKActions: [topicArn], AlarmActions: [topicArn], Threshold: 80 })
    expect(words.slice(-2)).toEqual(['--profile', 'my prod'])
  })

  it('is never more than its words to a shell, whatever stands in names', () => {
    const hostile = fc.string({
      unit: fc.constantFrom("'", '"', '$', '`', '(', ')', ';', '\\', ' ', '\n', '#', '!', 'a', '&', '|', '-'),
      minLength: 1,
      maxLength: 20,
    })
    fc.assert(
      fc.property(hostile, hostile, hostile, (alarmName, profile, said) => {
        const words = shellWords(asCli([step({ kind: 'enable-actions', alarmName }, said)], { ...scope, profile }))
        expect(words).toEqual([
          ['cloudwatch', 'enable-alarm-actions', '--alarm-names', alarmName, '--region', 'eu-west-1', '--profile', profile],
        ])
      }),
      { numRuns: 40 },
    )
  })

  it('knows a queue’s URL in each partition', () => {
    expect(queueUrlOf(queueArn)).toBe(`https://sqs.eu-west-1.amazonaws.com/${account}/tocsin-1-abc-dead-letter`)
    expect(queueUrlOf(`arn:aws-cn:sqs:cn-north-1:${account}:q`)).toBe(`https://sqs.cn-north-1.amazonaws.com.cn/${account}/q`)
  })
})

describe('a plan as Terraform', () => {
  it('makes what is to be made, and says what to change in what is there', () => {
    const terraform = asTerraform(
      [
        step({ kind: 'create-queue', queueArn, name: 'tocsin-1-abc-dead-letter' }),
        step({ kind: 'queue-policy', queueArn, topicArns: [topicArn] }),
        step(subscribe),
        step({ kind: 'enable-actions', alarmName: 'cpu' }),
      ],
      scope,
    )
    expect(terraform).toContain('resource "aws_sqs_queue" "tocsin_1_abc_dead_letter" {')
    expect(terraform).toContain('aws_sqs_queue.tocsin_1_abc_dead_letter.id')
    expect(terraform).toMatch(/endpoint\s+= "https:\/\/desk\.example\/in\/secret"/)
    expect(terraform).toContain(`jsonencode({ deadLetterTargetArn = "${queueArn}" })`)
    expect(terraform).toContain('actions_enabled = true')
    expect(terraform.split('{').length).toBe(terraform.split('}').length)
  })

  it('quotes whatever would be a template or the end of a string', () => {
    const name = `a"b\\c$\{d}%{e}\nf`
    expect(asTerraform([step({ kind: 'create-topic', topicArn, name })], scope)).toContain(`"a\\"b\\\\c$$\{d}%%{e}\\nf"`)
  })

  it('gives two things of one name two names', () => {
    const other = topicArn.replace('eu-west-1', 'us-east-1')
    const terraform = asTerraform([step(subscribe), step({ ...subscribe, topicArn: other })], scope)
    expect(terraform).toContain('"aws_sns_topic_subscription" "alarms" {')
    expect(terraform).toContain('"aws_sns_topic_subscription" "alarms_2" {')
  })
})
