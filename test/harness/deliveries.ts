import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { TestDesk } from './desk.ts'
import { createSigner, type Envelope, notification, topicArn } from './signing.ts'

/** The Message of a CloudWatch metric alarm. `at` is epoch milliseconds. */
export function alarmText(change: {
  state: 'ALARM' | 'OK' | 'INSUFFICIENT_DATA'
  at: number
  name?: string
  more?: Record<string, unknown>
}): string {
  const { state, at, name = 'HighCPU', more = {} } = change
  return JSON.stringify({
    AlarmName: name,
    AlarmDescription: null,
    AWSAccountId: '123456789012',
    NewStateValue: state,
    NewStateReason: 'Threshold Crossed: 1 out of the last 1 datapoints [97.4 (24/11/26 10:00:00)] was greater than the threshold (80.0).',
    StateChangeTime: new Date(at).toISOString().replace('Z', '+0000'),
    Region: 'EU (Ireland)',
    AlarmArn: `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`,
    OldStateValue: 'OK',
    OKActions: [topicArn],
    AlarmActions: [topicArn],
    InsufficientDataActions: [],
    Trigger: {
      MetricName: 'CPUUtilization',
      Namespace: 'AWS/EC2',
      StatisticType: 'Statistic',
      Statistic: 'AVERAGE',
      Unit: null,
      Dimensions: [{ value: 'i-0abc', name: 'InstanceId' }],
      Period: 60,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 80,
      TreatMissingData: 'missing',
    },
    ...more,
  })
}

/** POSTs a body as SNS does. */
export async function post(
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'text/plain; charset=UTF-8', 'user-agent': 'Amazon Simple Notification Service Agent', ...headers },
  })
  return { status: response.status, text: await response.text() }
}

/** An integration that trusts a key of the test's own, and what signs and delivers to it. */
export async function connect(
  desk: Pick<TestDesk, 'receiverUrl' | 'clock'> & { api: Pick<TestDesk['api'], 'integrations' | 'deliveries'> },
  wish: { topics?: string[]; confirm?: 'automatic' | 'manual'; endpoint?: string; name?: string } = {},
) {
  const signer = await createSigner()
  const integration = await desk.api.integrations.create({
    name: wish.name ?? 'prod-alarms',
    template: 'aws-cloudwatch',
    confirm: wish.confirm ?? 'manual',
    topics: wish.topics ?? [topicArn],
    trust: { kind: 'custom', certificatePem: signer.certificatePem, endpoint: wish.endpoint ?? 'http://127.0.0.1:9' },
  })
  const url = desk.receiverUrl + integration.inboundPath
  const send = (envelope: Envelope) => post(url, JSON.stringify(signer.sign(envelope), null, 2))
  return {
    integration,
    url,
    signer,
    send,
    alarm: (
      state: 'ALARM' | 'OK' | 'INSUFFICIENT_DATA',
      at: number,
      more: { name?: string; fields?: Record<string, unknown>; envelope?: Record<string, unknown> } = {},
    ) =>
      send(
        notification({
          Message: alarmText({
            state,
            at,
            ...(more.name === undefined ? {} : { name: more.name }),
            ...(more.fields === undefined ? {} : { more: more.fields }),
          }),
          Timestamp: new Date(desk.clock.now()).toISOString(),
          ...more.envelope,
        }),
      ),
    newest: async () => {
      const { items } = await desk.api.deliveries.list({ limit: 1 })
      const [row] = items
      if (row === undefined) throw new Error('The inbound log is empty.')
      return row
    },
  }
}

/** A stand-in for the endpoint that answers ConfirmSubscription. `answer` may be changed while it runs. */
export async function confirmationEndpoint() {
  const asked: URLSearchParams[] = []
  const state = { status: 200, code: 'InternalError', message: 'not now' }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      asked.push(new URLSearchParams(Buffer.concat(chunks).toString('utf8')))
      response.writeHead(state.status, { 'content-type': 'text/xml' })
      response.end(
        state.status === 200
          ? `<ConfirmSubscriptionResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ConfirmSubscriptionResult><SubscriptionArn>${topicArn}:0a1b2c3d-1111-4222-8333-444455556666</SubscriptionArn></ConfirmSubscriptionResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></ConfirmSubscriptionResponse>`
          : `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Receiver</Type><Code>${state.code}</Code><Message>${state.message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, state }
}
