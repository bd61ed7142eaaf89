import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { cloudPolicy, deskPolicy, internalUrlOf } from '../../../main/core/tunnel/traffic-policy.ts'
import { codeIn, sayTrouble, troubleOfCode } from '../../../main/core/tunnel/trouble.ts'
import { tunnelReasons } from '../../../preload/contract/words.ts'

test.each([
  ['ERR_NGROK_105', 'token-refused'],
  ['ERR_NGROK_106', 'token-refused'],
  ['ERR_NGROK_107', 'token-refused'],
  ['ERR_NGROK_108', 'session-limit'],
  ['ERR_NGROK_334', 'domain-in-use'],
  ['ERR_NGROK_320', 'domain-refused'],
  ['ERR_NGROK_324', 'endpoint-limit'],
  ['ERR_NGROK_727', 'quota'],
  ['ERR_NGROK_725', 'quota'],
  ['ERR_NGROK_734', 'quota'],
  ['ERR_NGROK_102', 'account'],
  ['ERR_NGROK_121', 'too-old'],
  ['ERR_NGROK_999999', 'refused'],
] as const)('%s means %s', (code, reason) => {
  expect(troubleOfCode(code)).toEqual({ reason, code })
})

describe('what is said of a trouble', () => {
  it('names ngrok’s code and nothing else of what ngrok wrote, which may hold the token', () => {
    const text = 'The authtoken you specified is invalid.\nYour authtoken: 2abcDEF_secret\n\nERR_NGROK_107'
    expect(codeIn(text)).toBe('ERR_NGROK_107')
    expect(sayTrouble(troubleOfCode(codeIn(text) ?? ''))).not.toContain('secret')
    expect(codeIn('failed to connect session: failed to establish tcp connection')).toBeNull()
  })

  it('has a sentence for each reason', () => {
    for (const reason of tunnelReasons) expect(sayTrouble({ reason, code: null }), reason).toMatch(/^\S.+\.$/)
  })

  it('never takes a code that is none', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { reason, code } = troubleOfCode(text)
        if (code === null) expect(reason).toBe('refused')
        else expect(code).toBe(text)
      }),
    )
  })
})

describe('ngrok’s traffic policies', () => {
  it('have at most the five rules of the free plan, and the last of a cloud endpoint answers 503', () => {
    const { on_http_request: desk } = JSON.parse(deskPolicy())
    const { on_http_request: cloud } = JSON.parse(cloudPolicy('https://tocsin-a.internal'))
    expect(desk).toHaveLength(1)
    expect(cloud.length).toBeLessThanOrEqual(5)
    expect(cloud[0]).toEqual(desk[0])
    expect(cloud[1].actions).toEqual([{ type: 'forward-internal', config: { url: 'https://tocsin-a.internal', on_error: 'continue' } }])
    expect(cloud.at(-1).expressions).toBeUndefined()
    expect(cloud.at(-1).actions[0]).toMatchObject({ type: 'custom-response', config: { status_code: 503 } })
  })

  it('name the internal endpoint after the domain: always a label of DNS, always the same', () => {
    expect(internalUrlOf('Calm-Otter.ngrok-free.dev')).toBe('https://tocsin-calm-otter-ngrok-free-dev.internal')
    fc.assert(
      fc.property(fc.domain(), (domain) => {
        const [, label] = /^https:\/\/([a-z0-9]([a-z0-9-]*[a-z0-9])?)\.internal$/.exec(internalUrlOf(domain)) ?? []
        expect(label?.length).toBeLessThanOrEqual(63)
      }),
    )
  })
})
