import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsUrl } from '../../../main/core/alarms/jsurl.ts'
import { alarmLinks } from '../../../main/core/alarms/links.ts'
import { readAlarm } from '../../../main/core/alarms/read-alarm.ts'
import { account, compositeAlarm, contributorAlarm, here, nowhere, snsAlarm, trigger } from './messages.ts'

const links = (message: string, context = here) =>
  Object.fromEntries(alarmLinks(readAlarm(message, context)).map(({ label, url }) => [label, url]))

describe('a metric alarm leads', () => {
  test('to itself, its metric around that time, and its instance', () => {
    expect(links(snsAlarm({ AlarmName: 'High CPU/50 %' }))).toEqual({
      'Alarm in CloudWatch':
        'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/High%20CPU%2F50%20%25',
      'Metric in CloudWatch':
        "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#metricsV2:graph=~(metrics~(~(~'AWS*2fEC2~'CPUUtilization~'InstanceId~'i-0abc))~view~'timeSeries~stacked~false~region~'eu-west-1~stat~'Average~period~60~start~'2026-11-24T07*3a00*3a12.345Z~end~'2026-11-24T11*3a00*3a12.345Z)",
      'Instance i-0abc': 'https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1#InstanceDetails:instanceId=i-0abc',
    })
  })

  test("to its function's logs", () => {
    const lambda = trigger({ Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions: [{ name: 'FunctionName', value: 'pay' }] })
    expect(links(snsAlarm({ Trigger: lambda }))['Logs of /aws/lambda/pay']).toBe(
      'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/$252Faws$252Flambda$252Fpay',
    )
  })
})

test('a log alarm leads to its log groups, also where they are ARNs', () => {
  const ScheduledQueryConfiguration = { LogGroupIdentifiers: [`arn:aws:logs:eu-west-1:${account}:log-group:/shop/checkout:*`] }
  expect(links(snsAlarm({ Trigger: undefined, ScheduledQueryConfiguration }))).toHaveProperty(['Logs of /shop/checkout'])
})

test('a contributor leads to itself among the others, as in CloudWatch’s own mail', () => {
  expect(links(contributorAlarm('a', 'a29eb44b20c4362e'))['Alarm in CloudWatch']).toBe(
    "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/WorkerLoad?~(contributorAttributesFilter~(tokens~(~(propertyKey~'ContributorId~operator~'*3d~value~'a29eb44b20c4362e))~operation~'and)~timestamp~'2026-11-24T10*3a00*3a12.345Z)",
  )
})

test('a composite alarm leads to its children', () => {
  expect(links(compositeAlarm())['Child alarm NoHealthyHosts']).toMatch(/#alarmsV2:alarm\/NoHealthyHosts$/)
})

describe('the console is that of the partition', () => {
  test.each([
    ['cn-north-1', 'aws-cn', 'https://cn-north-1.console.amazonaws.cn/cloudwatch/home?region=cn-north-1#'],
    ['us-gov-west-1', 'aws-us-gov', 'https://us-gov-west-1.console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1#'],
    ['eusc-de-east-1', 'aws-eusc', 'https://eusc-de-east-1.console.amazonaws-eusc.eu/cloudwatch/home?region=eusc-de-east-1#'],
  ])('of %s', (region, partition, start) => {
    const AlarmArn = `arn:${partition}:cloudwatch:${region}:${account}:alarm:HighCPU`
    expect(links(snsAlarm({ AlarmArn }))['Alarm in CloudWatch']?.startsWith(start)).toBe(true)
  })

  test('and there is no link where there is no public one, no region, or no alarm', () => {
    expect(links(snsAlarm({ AlarmArn: `arn:aws-iso:cloudwatch:us-iso-east-1:${account}:alarm:HighCPU` }))).toEqual({})
    expect(links(snsAlarm({ AlarmArn: undefined, Region: 'A Region' }), nowhere)).toEqual({})
    expect(links('hello')).toEqual({})
  })
})

test('no text of an alarm gets out of its part of a link', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), (text) => {
      const hostile = trigger({ Namespace: text, MetricName: text, Dimensions: [{ name: text, value: text }] })
      const event = readAlarm(contributorAlarm(text, text, { AlarmName: `x${text}`, Trigger: hostile }), here)
      for (const { url } of alarmLinks(event)) {
        expect(url).toMatch(/^https:\/\/eu-west-1\.console\.aws\.amazon\.com\/[a-z0-9]+\/home\?region=eu-west-1#[\w\-.~%$*'():/=?]*$/)
        expect(new URL(url).host).toBe('eu-west-1.console.aws.amazon.com')
      }
    }),
  )
})

test('the notation of the console takes objects, lists and text of any kind', () => {
  expect(jsUrl({ a: [1, true, 'x y'], b: { c: '€ü' }, left: undefined, none: [] })).toBe("~(a~(~1~true~'x*20y)~b~(c~'**20ac*fc)~none~(~))")
})
