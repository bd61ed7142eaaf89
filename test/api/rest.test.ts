import { describe, expect, it } from 'vitest'
import { connect } from '../harness/deliveries.ts'
import { startDesk } from '../harness/desk.ts'
import { eventually } from '../harness/eventually.ts'
import { createSigner, topicArn } from '../harness/signing.ts'
import { serveConsole, token } from '../harness/wires.ts'

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

async function setUp() {
  const desk = await startDesk({ channel: null })
  const { url } = await serveConsole(desk.router)
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, type: response.headers.get('content-type'), json: text === '' ? null : JSON.parse(text) }
  }
  return { desk, url, ask }
}

describe('the REST that outside programs rely on', () => {
  it('makes, lists, changes, rotates and removes integrations', async () => {
    const { ask } = await setUp()
    const { certificatePem } = await createSigner()
    const trust = { kind: 'custom', certificatePem, endpoint: 'http://127.0.0.1:9' }
    const made = await ask('POST', '/integrations', {
      name: 'n',
      template: 'aws-cloudwatch',
      trust,
      confirm: 'automatic',
      topics: [topicArn],
    })
    expect(made.status).toBeGreaterThanOrEqual(200)
    expect(made.status).toBeLessThan(300)
    expect(made.json).toMatchObject({
      id: expect.any(String),
      name: 'n',
      template: 'aws-cloudwatch',
      inboundPath: expect.stringMatching(/^\/in\/[\w-]+$/),
      inboundUrl: null,
      topics: [topicArn],
      createdAt: expect.stringMatching(instant),
    })
    const { id } = made.json
    expect((await ask('GET', '/integrations')).json).toMatchObject({ items: [{ id }] })
    expect((await ask('GET', `/integrations/${id}`)).json).toEqual(made.json)
    expect((await ask('PATCH', `/integrations/${id}`, { name: 'm' })).json).toMatchObject({ id, name: 'm' })
    expect((await ask('POST', `/integrations/${id}/rotate`)).json.inboundPath).not.toBe(made.json.inboundPath)
    expect((await ask('PATCH', '/settings', { publicUrl: 'https://desk.example/x/' })).json).toMatchObject({
      publicUrl: 'https://desk.example/x',
      reopenWindowMinutes: 10,
    })
    const shown = (await ask('GET', `/integrations/${id}`)).json
    expect(shown.inboundUrl).toBe(`https://desk.example/x${shown.inboundPath}`)
    expect((await ask('DELETE', `/integrations/${id}`)).status).toBe(200)
    expect((await ask('GET', `/integrations/${id}`)).status).toBe(404)
    // Without a body too: the defaults hold.
    expect((await ask('POST', '/integrations', { name: 'j', template: 'generic-json' })).json).toMatchObject({
      trust: { kind: 'secret-url' },
    })
  })

  it('gives deliveries and incidents in their shapes', async () => {
    const { desk, ask } = await setUp()
    const source = await connect(desk)
    const at = desk.clock.now() - 60_000
    await source.alarm('ALARM', at)
    const list = (await ask('GET', `/deliveries?integrationId=${source.integration.id}&disposition=opened&source=push&q=HighCPU&limit=200`))
      .json
    expect(list).toMatchObject({ rev: expect.any(Number), next: null, items: [expect.anything()] })
    const [row] = list.items
    expect(row).toMatchObject({
      id: expect.any(String),
      rev: expect.any(Number),
      integrationId: source.integration.id,
      source: 'push',
      practice: false,
      receivedAt: expect.stringMatching(instant),
      type: 'Notification',
      messageId: expect.any(String),
      topicArn,
      subject: expect.any(String),
      disposition: 'opened',
      dispositionLabel: 'Mapped: opened',
      reason: null,
      incidentId: expect.any(String),
      alarm: {
        kind: 'metric',
        state: 'alarm',
        alarmName: 'HighCPU',
        alarmArn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:HighCPU',
        accountId: '123456789012',
        region: 'eu-west-1',
        title: expect.any(String),
        reason: expect.any(String),
        at: new Date(at).toISOString(),
      },
    })
    const whole = (await ask('GET', `/deliveries/${row.id}`)).json
    expect(whole).toMatchObject({ id: row.id, headers: { 'user-agent': 'Amazon Simple Notification Service Agent' } })
    expect(JSON.parse(whole.body).TopicArn).toBe(topicArn)
    expect(whole.trace.map(({ step }: { step: string }) => step)).toEqual(
      expect.arrayContaining(['received', 'parsed', 'topic', 'age', 'signature', 'matched', 'decided']),
    )

    const incidents = (await ask('GET', '/incidents?status=open&severity=error&q=high&limit=1')).json
    expect(incidents).toMatchObject({ rev: expect.any(Number), next: null })
    const { id } = incidents.items[0]
    expect(incidents.items[0]).toMatchObject({
      id: row.incidentId,
      shortId: 'INC-1',
      integrationId: source.integration.id,
      practice: false,
      dedupKey: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:HighCPU',
      problemKey: expect.any(String),
      title: expect.any(String),
      status: 'open',
      severity: 'error',
      openedAt: new Date(at).toISOString(),
      acknowledgedAt: null,
      closedAt: null,
      snoozedUntil: null,
      alarmName: 'HighCPU',
      accountId: '123456789012',
      region: 'eu-west-1',
      appendedCount: 0,
      reopenedCount: 0,
    })
    const { timeline } = (await ask('GET', `/incidents/${id}`)).json
    expect(timeline[0]).toMatchObject({
      id: expect.any(String),
      at: expect.stringMatching(instant),
      kind: 'opened',
      actor: 'alarm',
      deliveryId: row.id,
      data: {},
    })

    const until = new Date(desk.clock.now() + 3_600_000).toISOString()
    for (const [path, body, expected] of [
      ['acknowledge', undefined, { status: 'acknowledged' }],
      ['unacknowledge', {}, { status: 'open' }],
      ['snooze', { until }, { snoozedUntil: until }],
      ['unsnooze', undefined, { snoozedUntil: null }],
      ['notes', { text: 'a note' }, { status: 'open' }],
      ['close', undefined, { status: 'closed' }],
      ['reopen', undefined, { status: 'open' }],
    ] as const) {
      const acted = await ask('POST', `/incidents/${id}/${path}`, body)
      expect(acted.status).toBe(200)
      expect(acted.json).toMatchObject({ id, ...expected })
    }
    const note = (await ask('GET', `/incidents/${id}`)).json.timeline.find(({ kind }: { kind: string }) => kind === 'noted')
    expect((await ask('DELETE', `/incidents/${id}/notes/${note.id}`)).status).toBe(200)
    await ask('POST', `/incidents/${id}/close`)
    expect(await ask('POST', `/incidents/${id}/acknowledge`)).toMatchObject({
      status: 409,
      json: { code: 'illegal-transition', message: expect.any(String), data: { status: 'closed' } },
    })
    expect((await ask('POST', `/deliveries/${row.id}/replay`)).json).toMatchObject({ source: 'replay' })
    expect((await ask('POST', `/deliveries/${row.id}/confirm`)).status).toBe(404)
    expect((await ask('GET', '/coverage')).json).toMatchObject({
      state: expect.any(String),
      since: expect.stringMatching(instant),
      links: expect.arrayContaining([
        { link: 'store', state: 'ok', since: expect.stringMatching(instant), detail: expect.any(String), acceptedUntil: null },
      ]),
    })
  })

  it('answers what is wrong with a code, a message and the fitting status, always as JSON', async () => {
    const { ask } = await setUp()
    const cases: [string, string, unknown, number, string][] = [
      ['GET', '/nothing', undefined, 404, 'not-found'],
      ['POST', '/deliveries', {}, 404, 'not-found'],
      ['GET', '/', undefined, 404, 'not-found'],
      ['GET', '/deliveries?limit=0', undefined, 400, 'invalid-input'],
      ['GET', '/deliveries?limit=many', undefined, 400, 'invalid-input'],
      ['GET', '/deliveries?disposition=unheard-of', undefined, 400, 'invalid-input'],
      ['GET', '/incidents?before=-1', undefined, 400, 'invalid-input'],
      ['POST', '/integrations', {}, 400, 'invalid-input'],
      ['POST', '/integrations', { name: 'x', template: 'unheard-of' }, 400, 'invalid-input'],
      ['PATCH', '/settings', { reopenWindowMinutes: -1 }, 400, 'invalid-input'],
      ['PATCH', '/integrations/1', { name: 'x' }, 404, 'not-found'],
      ['POST', '/incidents/nobody/close', undefined, 404, 'not-found'],
      ['GET', '/deliveries/0', undefined, 404, 'not-found'],
      ['GET', '/deliveries/1%20OR%201', undefined, 404, 'not-found'],
      ['GET', '/deliveries/99999999999999999999', undefined, 404, 'not-found'],
    ]
    for (const [method, path, body, status, code] of cases) {
      expect(await ask(method, path, body), `${method} ${path}`).toMatchObject({
        status,
        type: expect.stringContaining('application/json'),
        json: { code, message: expect.stringMatching(/\w{3}/) },
      })
    }
    const broken = await ask('POST', '/integrations', '{"name": ')
    expect(broken).toMatchObject({ status: 400, json: { code: expect.any(String), message: expect.any(String) } })
  })

  it('streams changes as server-sent events, and goes on from Last-Event-ID', async () => {
    const { desk, url } = await setUp()
    const stop = new AbortController()
    const stream = async (headers: Record<string, string>) => {
      const response = await fetch(`${url}/api/changes`, { headers: { authorization: `Bearer ${token}`, ...headers }, signal: stop.signal })
      expect(response.headers.get('content-type')).toContain('text/event-stream')
      const heard: { id: string; data: { kind: string } }[] = []
      const reading = (async () => {
        let text = ''
        for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
          text += Buffer.from(chunk).toString('utf8')
          const blocks = text.split('\n\n')
          text = blocks.pop() ?? ''
          for (const block of blocks) {
            const id = /^id: ?(.*)$/m.exec(block)?.[1]
            const data = /^data: ?(.*)$/m.exec(block)?.[1]
            if (id !== undefined && data !== undefined) heard.push({ id, data: JSON.parse(data) as { kind: string } })
          }
        }
      })().catch(() => undefined)
      return { heard, reading }
    }
    const first = await stream({})
    await eventually(() => expect(first.heard.map(({ data }) => data.kind)).toContain('hello'))
    await desk.api.settings.update({ soundPaused: true })
    await desk.api.settings.update({ keepAwake: true })
    await eventually(() => expect(first.heard.filter(({ data }) => data.kind === 'settings').length).toBeGreaterThan(0))
    const hello = first.heard.find(({ data }) => data.kind === 'hello')
    expect(hello?.id).toMatch(/^[0-9a-z]+-\d+$/)
    const second = await stream({ 'last-event-id': hello?.id ?? '' })
    // Coverage may be told at any time beside it.
    const missed = () => second.heard.map(({ data }) => data.kind).filter((kind) => kind !== 'coverage')
    await eventually(() => expect(missed()).toEqual(['hello', 'settings']))
    const third = await stream({ 'last-event-id': 'ffffffffffff-1' })
    await eventually(() => expect(third.heard[0]?.data.kind).toBe('snapshot-needed'))
    stop.abort()
    await Promise.all([first, second, third].map(({ reading }) => reading))
  })
})
