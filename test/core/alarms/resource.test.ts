import { expect, test } from 'vitest'
import { resourceOf } from '../../../main/core/alarms/resource.ts'
import { alarmArn } from './messages.ts'

const nothing = { dimensions: [], contributor: null, children: [], alarmRule: null, namespace: null }
const dimensions = (of: Record<string, string>) => ({
  ...nothing,
  dimensions: Object.entries(of).map(([name, value]) => ({ name, value })),
})

test('values that stand for themselves stand alone, others with their name', () => {
  expect(resourceOf(dimensions({ InstanceId: 'i-0abc' }))).toBe('i-0abc')
  expect(resourceOf(dimensions({ ClusterName: 'shop', ServiceName: 'checkout' }))).toBe('shop / checkout')
  expect(resourceOf(dimensions({ Stage: 'live', FunctionName: 'pay' }))).toBe('pay / Stage=live')
})

test('balancers and target groups go by their names', () => {
  expect(resourceOf(dimensions({ TargetGroup: 'targetgroup/web/943f017f100becff', LoadBalancer: 'app/shop/50dc6c495c0c9188' }))).toBe(
    'web / shop',
  )
})

test('many dimensions are counted', () => {
  expect(resourceOf(dimensions({ host: 'h', path: '/', device: 'sda', fstype: 'ext4', zone: 'a', rack: '7' }))).toBe(
    'h / path=/ / zone=a and 1 more',
  )
})

test('what a thing is built of is left out where something else names it', () => {
  expect(resourceOf(dimensions({ path: '/var', InstanceId: 'i-0abc', ImageId: 'ami-1', InstanceType: 't3.micro', fstype: 'xfs' }))).toBe(
    'i-0abc / path=/var',
  )
  expect(resourceOf(dimensions({ DomainName: 'logs', ClientId: '123456789012' }))).toBe('logs')
  expect(resourceOf(dimensions({ ImageId: 'ami-1' }))).toBe('ami-1')
  expect(resourceOf({ ...dimensions({ Currency: 'USD' }), namespace: 'AWS/Billing' })).toBe('AWS/Billing')
})

test('a contributor stands first', () => {
  const contributor = { id: 'a29eb44b20c4362e', attributes: [{ name: 'Team', value: 'a' }] }
  expect(resourceOf({ ...nothing, contributor })).toBe('Team=a')
  expect(resourceOf({ ...nothing, contributor: { id: 'a29eb44b20c4362e', attributes: [] } })).toBe('a29eb44b20c4362e')
})

test('a composite alarm goes by its children in alarm, or its rule', () => {
  const children = [
    { arn: alarmArn('Fine'), state: 'OK' },
    { arn: alarmArn('Burning'), state: 'ALARM' },
  ]
  expect(resourceOf({ ...nothing, children, alarmRule: 'ALARM(x)' })).toBe('Burning')
  expect(resourceOf({ ...nothing, alarmRule: 'ALARM(x)' })).toBe('ALARM(x)')
})

test('what watches nothing in particular goes by its namespace, if any', () => {
  expect(resourceOf({ ...nothing, namespace: 'Shop/Orders' })).toBe('Shop/Orders')
  expect(resourceOf(nothing)).toBeNull()
})
