import { describe, expect, it } from 'vitest'
import { cloudPolicy, deskPolicy } from '../../../main/core/tunnel/traffic-policy.ts'
import type { TunnelOptions } from '../../../main/edge/tunnel/driver.ts'
import { ngrokDriver } from '../../../main/edge/tunnel/ngrok.ts'
import { openNgrokApi } from '../../../main/edge/tunnel/ngrok-api.ts'
import { loadNgrok } from '../../../main/edge/tunnel/ngrok-session.ts'
import { sdkStandIn } from './ngrok-sdk.ts'
import { goodKey, type NgrokStandIn, startNgrokStandIn } from './ngrok-stand-in.ts'

const domain = 'calm-otter.ngrok-free.dev'
const usual: TunnelOptions = { forwardTo: 'http://127.0.0.1:4000', authtoken: 'token', apiKey: null, domain: null, standIn: true }
const never = new AbortController().signal

const driverOn = (sdk: ReturnType<typeof sdkStandIn>, api?: NgrokStandIn) =>
  ngrokDriver(
    () => Promise.resolve(sdk),
    (key) => openNgrokApi(key, api?.url ?? 'http://127.0.0.1:9'),
  )

async function up(sdk: ReturnType<typeof sdkStandIn>, options: Partial<TunnelOptions> = {}, api?: NgrokStandIn) {
  const opened = await driverOn(sdk, api).open({ ...usual, ...options }, never)
  if (!opened.ok) throw new Error(JSON.stringify(opened))
  return opened.tunnel
}

describe('ngrok’s driver, without an API key', () => {
  it('opens where ngrok likes, and lets only deliveries through', async () => {
    const sdk = sdkStandIn()
    const tunnel = await up(sdk)
    expect(tunnel).toMatchObject({ url: `https://${domain}`, note: null, standsIn: false })
    expect(sdk.listened).toEqual([{ domain: null, binding: null, policy: deskPolicy(), forwardTo: 'http://127.0.0.1:4000' }])
    sdk.beat(38)
    expect(tunnel.latencyMs()).toBe(38)
    await tunnel.close()
    expect(sdk.sessions()).toBe(0)
  })

  it('asks for the domain of last time, and for any where that is another account’s', async () => {
    const sdk = sdkStandIn({ refuses: (what) => ('domain' in what && what.domain === 'old.example' ? 'ERR_NGROK_320' : null) })
    expect((await up(sdk, { domain: { name: domain, chosen: false } })).url).toBe(`https://${domain}`)
    expect((await up(sdk, { domain: { name: 'old.example', chosen: false } })).url).toBe(`https://${domain}`)
    expect(await driverOn(sdk).open({ ...usual, domain: { name: 'old.example', chosen: true } }, never)).toEqual({
      ok: false,
      trouble: { reason: 'domain-refused', code: 'ERR_NGROK_320' },
      note: null,
    })
  })

  it.each([
    ['ERR_NGROK_107', 'token-refused'],
    ['ERR_NGROK_108', 'session-limit'],
  ])('says what %s means, and nothing of the token', async (code, reason) => {
    const sdk = sdkStandIn({ refuses: (what) => ('token' in what ? code : null) })
    expect(await driverOn(sdk).open(usual, never)).toEqual({ ok: false, trouble: { reason, code }, note: null })
  })

  it('leaves no session behind where the domain is in use elsewhere', async () => {
    const sdk = sdkStandIn({ refuses: (what) => ('domain' in what ? 'ERR_NGROK_334' : null) })
    expect(await driverOn(sdk).open(usual, never)).toMatchObject({ ok: false, trouble: { reason: 'domain-in-use' } })
    expect(sdk.sessions()).toBe(0)
  })

  it('needs a token, and an SDK', async () => {
    const sdk = sdkStandIn()
    expect(await driverOn(sdk).open({ ...usual, authtoken: null }, never)).toMatchObject({ trouble: { reason: 'no-token' } })
    expect(sdk.tokens).toEqual([])
    const none = ngrokDriver(
      () => Promise.reject(new Error('Cannot find module')),
      (key) => openNgrokApi(key),
    )
    expect(await none.open(usual, never)).toMatchObject({ trouble: { reason: 'unavailable' } })
  })

  it('says when it is over: the network’s end, a click in ngrok’s dashboard; its own closing is none', async () => {
    const sdk = sdkStandIn()
    const lost = await up(sdk)
    expect(sdk.disconnect('peer closed')).toBe(false)
    await expect(lost.closed).resolves.toEqual({ reason: 'closed', code: null })
    const revoked = await up(sdk)
    sdk.disconnect('remote gone: ERR_NGROK_107')
    await expect(revoked.closed).resolves.toMatchObject({ reason: 'token-refused' })
    const stopped = await up(sdk)
    sdk.stop()
    await expect(stopped.closed).resolves.toMatchObject({ reason: 'stopped' })
  })

  it('closes what was opened for somebody who has gone', async () => {
    const sdk = sdkStandIn()
    const going = new AbortController()
    const opening = driverOn(sdk).open(usual, going.signal)
    going.abort()
    expect((await opening).ok).toBe(false)
    expect(sdk.sessions()).toBe(0)
  })
})

describe('ngrok’s driver, with an API key', () => {
  it('finds the account’s domain, sets a cloud endpoint there that answers 503, and opens behind it; twice changes nothing', async () => {
    const api = await startNgrokStandIn()
    api.domains.push('*.wild.example', domain)
    const sdk = sdkStandIn()
    const tunnel = await up(sdk, { apiKey: goodKey }, api)
    expect(tunnel).toMatchObject({ url: `https://${domain}`, standsIn: true, note: null })
    expect(sdk.listened).toEqual([
      {
        domain: 'tocsin-calm-otter-ngrok-free-dev.internal',
        binding: 'internal',
        policy: deskPolicy(),
        forwardTo: 'http://127.0.0.1:4000',
      },
    ])
    expect(api.endpoints).toHaveLength(1)
    expect(api.endpoints[0]).toMatchObject({
      url: `https://${domain}`,
      type: 'cloud',
      bindings: ['public'],
      traffic_policy: cloudPolicy('https://tocsin-calm-otter-ngrok-free-dev.internal'),
    })
    expect(api.asked.every(({ authorization, version }) => authorization === `Bearer ${goodKey}` && version === '2')).toBe(true)
    await up(sdk, { apiKey: goodKey }, api)
    expect(api.asked.filter(({ call }) => !call.startsWith('GET'))).toHaveLength(1)
  })

  it('mends a policy of ours that was changed, leaves alone what is not ours, and says so', async () => {
    const api = await startNgrokStandIn()
    api.domains.push(domain)
    await up(sdkStandIn(), { apiKey: goodKey }, api)
    const [endpoint] = api.endpoints
    if (endpoint === undefined) throw new Error('no endpoint')
    endpoint.traffic_policy = '{}'
    await up(sdkStandIn(), { apiKey: goodKey }, api)
    expect(endpoint.traffic_policy).toContain('forward-internal')
    Object.assign(endpoint, { metadata: 'theirs', traffic_policy: '{}' })
    const sdk = sdkStandIn({ refuses: (what) => ('domain' in what ? 'ERR_NGROK_334' : null) })
    const opened = await driverOn(sdk, api).open({ ...usual, apiKey: goodKey }, never)
    expect(opened).toMatchObject({ ok: false, trouble: { reason: 'domain-in-use' }, note: expect.stringContaining('not Tocsin’s') })
    expect(endpoint.traffic_policy).toBe('{}')
  })

  it.each([
    ['ERR_NGROK_18008', 400, 'plan'],
    ['ERR_NGROK_18010', 400, 'as many endpoints as it may'],
  ])('goes on without a cloud endpoint where ngrok refuses one (%s), and says so', async (code, status, said) => {
    const api = await startNgrokStandIn()
    api.domains.push(domain)
    api.refuse('POST /endpoints', status, code)
    const sdk = sdkStandIn()
    const tunnel = await up(sdk, { apiKey: goodKey }, api)
    expect(tunnel).toMatchObject({ url: `https://${domain}`, standsIn: false })
    expect(tunnel.note).toContain(said)
    expect(tunnel.note).toContain(code)
    expect(sdk.listened).toMatchObject([{ domain, binding: null }])
  })

  it('goes on without where the key is refused or the API is away, and never says the key', async () => {
    const api = await startNgrokStandIn()
    const known = { domain: { name: domain, chosen: false } }
    const refused = await up(sdkStandIn(), { ...known, apiKey: 'wrong-key' }, api)
    expect(refused.note).toMatch(/does not take the API key.*ERR_NGROK_202/)
    expect(refused.note).not.toContain('wrong-key')
    expect((await up(sdkStandIn(), { ...known, apiKey: goodKey })).note).toContain('can’t be reached')
  })

  it('moves behind a cloud endpoint once ngrok has given the domain that its API does not list', async () => {
    const api = await startNgrokStandIn()
    const sdk = sdkStandIn()
    expect(await up(sdk, { apiKey: goodKey }, api)).toMatchObject({ url: `https://${domain}`, standsIn: true })
    expect(sdk.listened.map(({ binding }) => binding)).toEqual([null, 'internal'])
    expect(sdk.sessions()).toBe(1)
  })

  it('takes its cloud endpoint away where none is wished for', async () => {
    const api = await startNgrokStandIn()
    api.domains.push(domain)
    await up(sdkStandIn(), { apiKey: goodKey }, api)
    expect(api.endpoints).toHaveLength(1)
    expect(await up(sdkStandIn(), { apiKey: goodKey, standIn: false }, api)).toMatchObject({ standsIn: false, note: null })
    expect(api.endpoints).toHaveLength(0)
  })

  it('reads every page, from its own address whatever the pages say', async () => {
    const api = await startNgrokStandIn(2)
    api.domains.push('a.example', 'b.example', 'c.example', 'd.example', domain)
    const listed = await openNgrokApi(goodKey, api.url).domains(never)
    expect(listed).toEqual({ ok: true, value: api.domains })
  })
})

describe('the real package', () => {
  it('is there for this system, and says without a network that there is none', async () => {
    const opened = await ngrokDriver(loadNgrok, (key) => openNgrokApi(key)).open(usual, AbortSignal.timeout(2_000))
    // With a network it is the token that is wrong.
    expect(['no-network', 'token-refused']).toContain(opened.ok ? null : opened.trouble.reason)
  })
})
