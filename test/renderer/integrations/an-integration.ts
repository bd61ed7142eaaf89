import type { Integration } from '../../../preload/contract/integrations.ts'

type Subscription = Integration['subscriptions'][number]

export const aSubscription = (part: Partial<Subscription> = {}): Subscription => ({
  deliveryId: '7',
  topicArn: 'arn:aws:sns:eu-west-1:123456789012:prod-alarms',
  state: 'confirmed',
  authenticated: true,
  reason: null,
  since: '2026-11-24T02:00:00.000Z',
  ...part,
})

export const anIntegration = (part: Partial<Integration> = {}): Integration => ({
  id: '1',
  rev: 3,
  name: 'prod-alarms',
  template: 'aws-cloudwatch',
  practice: false,
  trust: { kind: 'aws' },
  confirm: 'manual',
  topics: [],
  maxAgeSeconds: 259_200,
  rules: [],
  createdAt: '2026-11-24T01:00:00.000Z',
  inboundPath: '/in/k7QdExampleExampleExampleExample',
  inboundUrl: 'https://alarms.example.com/in/k7QdExampleExampleExampleExample',
  previousSecret: null,
  lastDelivery: null,
  deliveriesToday: 0,
  subscriptions: [],
  ...part,
})
