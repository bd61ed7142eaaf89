import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alarmText, connect, post } from '../harness/deliveries.ts'
import { startDesk } from '../harness/desk.ts'
import { notification } from '../harness/signing.ts'

/** Not signed by SNS, and not used for anything by the desk. */
const unsigned = new Set(['UnsubscribeURL', 'SigningCertURL', 'MessageAttributes'])

describe('a message of somebody who may not speak', () => {
  it('is a forgery whichever of its signed fields is touched, and however', async () => {
    const desk = await startDesk({ channel: null })
    const source = await connect(desk)
    const genuine = (): Record<string, unknown> =>
      source.signer.sign(notification({ Message: alarmText({ state: 'ALARM', at: desk.clock.now() }) }))
    const fields = Object.keys(genuine()).filter((name) => !unsigned.has(name))
    const touch = fc.oneof(
      fc.constant((): unknown => undefined),
      fc.constant((): unknown => null),
      fc.constant((): unknown => ''),
      fc.anything().map((value) => () => value),
      fc.nat().map((at) => (value: unknown): unknown => {
        const text = String(value)
        const place = at % text.length
        const letter = text[place] === 'A' ? 'B' : 'A'
        return text.slice(0, place) + letter + text.slice(place + 1)
      }),
      fc.constant((value: unknown): unknown => [value]),
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...fields), touch, async (name, change) => {
        const envelope = genuine()
        const touched = { ...envelope, [name]: change(envelope[name]) }
        // What is the same again after JSON was not touched.
        fc.pre(JSON.stringify(touched) !== JSON.stringify(envelope))
        const { status } = await post(source.url, JSON.stringify(touched))
        expect([400, 403]).toContain(status)
      }),
      { numRuns: 60 },
    )
    expect((await desk.api.incidents.list({})).items).toEqual([])
    expect((await post(source.url, JSON.stringify(genuine()))).text).toBe('opened\n')
  })

  it('of any bytes is refused and kept, never an error of the desk’s own', async () => {
    const desk = await startDesk({ channel: null })
    const source = await connect(desk)
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.json().map((text) => Buffer.from(text)),
        ),
        async (bytes) => {
          const { status } = await post(source.url, new Uint8Array(bytes))
          expect([400, 403]).toContain(status)
        },
      ),
      { numRuns: 40 },
    )
    expect(desk.logged.filter(({ level }) => level === 'error')).toEqual([])
  })
})

describe('a signed message whose text is hostile', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  const alarm = alarmText({ state: 'ALARM', at: Date.now() })
  const cases: { what: string; message: string; disposition: string }[] = [
    {
      what: '256 KB of it',
      message: JSON.stringify({ ...JSON.parse(alarm), AlarmDescription: 'x'.repeat(256 * 1024 - 2_000) }),
      disposition: 'opened',
    },
    { what: 'depth without end', message: deep, disposition: 'unmapped' },
    { what: 'an alarm around depth without end', message: alarm.replace('"Trigger":', `"Deep":${deep},"Trigger":`), disposition: 'opened' },
    {
      what: 'keys that mean something to JavaScript',
      message: alarm.replace('{', '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":1,'),
      disposition: 'opened',
    },
    { what: 'a key twice', message: alarm.replace('{', '{"NewStateValue":"OK",'), disposition: 'opened' },
    { what: 'NUL and control characters', message: alarm.replace('HighCPU', 'High\\u0000CPU\\u001b[2J'), disposition: 'opened' },
    {
      what: 'markup and text that turns around',
      message: alarm.replaceAll('HighCPU', '<img src=x onerror=alert(1)>\\u202egnp.exe'),
      disposition: 'opened',
    },
    { what: 'a name of 10,000 characters', message: alarm.replaceAll('HighCPU', 'n'.repeat(10_000)), disposition: 'opened' },
    {
      what: 'numbers beyond numbers',
      message: alarm.replace('"Period":60', '"Period":1e999').replace('"Threshold":80', '"Threshold":-1e999'),
      disposition: 'opened',
    },
    {
      what: 'a time that is none',
      message: alarm.replace(/"StateChangeTime":"[^"]+"/, '"StateChangeTime":"yesterday"'),
      disposition: 'opened',
    },
    {
      what: 'a time at the end of time',
      message: alarm.replace(/"StateChangeTime":"[^"]+"/, '"StateChangeTime":"+275760-09-13T00:00:00.000Z"'),
      disposition: 'opened',
    },
    { what: 'nothing at all', message: '', disposition: 'unmapped' },
    { what: 'null', message: 'null', disposition: 'unmapped' },
    {
      what: 'wrong types everywhere',
      message: '{"AlarmName":["x"],"NewStateValue":{"a":1},"Trigger":7,"OKActions":"x","StateChangeTime":12}',
      disposition: 'unmapped',
    },
  ]
  it('is taken as one row, which can be listed, looked at and searched', async () => {
    const desk = await startDesk({ channel: null })
    for (const { what, message, disposition } of cases) {
      // An integration each, so that none finds what another opened.
      const source = await connect(desk, { name: what })
      const answer = await source.send(notification({ Message: message, Subject: 'a subject' }))
      expect(answer, what).toEqual({ status: 200, text: `${disposition}\n` })
      const { items } = await desk.api.deliveries.list({ integrationId: source.integration.id })
      expect(items, what).toHaveLength(1)
      expect(JSON.parse((await desk.api.deliveries.get({ id: items[0]?.id ?? '' })).body), what).toMatchObject({ Message: message })
    }
    for (const { id } of (await desk.api.incidents.list({ limit: 200 })).items) await desk.api.incidents.get({ id })
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
    expect(desk.logged.filter(({ level }) => level === 'error')).toEqual([])
  })
})
