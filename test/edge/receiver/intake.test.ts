import { describe, expect, it } from 'vitest'
import type { Inbound } from '../../../main/edge/receiver/inbound.ts'
import { type IntakeDeps, openIntake, type Verdict } from '../../../main/edge/receiver/intake.ts'
import { keyFileSecrets } from '../../../main/key-file-secrets.ts'
import { alarmText } from '../../harness/deliveries.ts'
import { smallDisk } from '../../harness/disk.ts'
import { bytesOf, createSigner, notification, subscriptionConfirmation } from '../../harness/signing.ts'
import { openTestStore, someIntegration } from '../../harness/store.ts'

const list = { integrationId: null, disposition: null, source: null, q: null, before: null, limit: 50 }
const verified: Verdict = { kind: 'verified', trace: [{ step: 'signature', said: 'It fits.', ok: true }] }
const notNow: Verdict = { kind: 'not-now', said: 'The certificate can not be had.', trace: [] }
const dayMs = 86_400_000

/** The intake on a real store, with a verdict of the test's own on every signature. */
async function setUp(more: Partial<IntakeDeps> = {}) {
  const disk = smallDisk()
  const store = openTestStore({ onOpen: disk.onOpen })
  const integration = await someIntegration(store)
  const asked: string[] = []
  const intake = openIntake({
    store,
    secrets: keyFileSecrets(store.folder),
    clock: store.clock,
    clockIsOff: () => false,
    ...more,
    verify: (message, certificate, cameBy) => {
      asked.push(message.messageId)
      return more.verify?.(message, certificate, cameBy) ?? verified
    },
  })
  const signer = await createSigner()
  const take = (
    envelope = notification({ Message: alarmText({ state: 'ALARM', at: store.clock.now() }) }),
    change: Partial<Inbound> = {},
  ) => {
    const body = bytesOf(signer.sign(envelope))
    return intake({
      integrationId: integration.id,
      source: 'push',
      again: false,
      receivedAt: store.clock.now(),
      headers: {},
      body,
      bodyBytes: body.length,
      ...change,
    })
  }
  const rows = async () => (await store.reader.deliveries(list)).items.map(({ disposition, reason }) => [disposition, reason])
  return { disk, store, integration, asked, take, rows }
}

const old = (days: number) => notification({ Timestamp: new Date(Date.now() - days * dayMs).toISOString() })

describe('the intake', () => {
  it('looks at no signature of what is refused before it: nothing goes out for a stranger', async () => {
    const { asked, take, rows } = await setUp()
    expect(await take(notification({ TopicArn: 'arn:aws:sns:eu-west-1:999999999999:theirs' }))).toMatchObject({ status: 403 })
    expect(await take(notification({ SigningCertURL: 'https://evil.example/SimpleNotificationService-0123.pem' }))).toMatchObject({
      status: 403,
    })
    expect(await take(old(4))).toMatchObject({ status: 403 })
    expect(asked).toEqual([])
    expect(await rows()).toEqual([
      ['rejected', 'stale'],
      ['rejected', 'certificate'],
      ['rejected', 'topic'],
    ])
  })

  it('answers 503 and keeps nothing while the certificate can not be had, so that SNS sends it again', async () => {
    let verdict: Verdict = notNow
    const { take, rows } = await setUp({ verify: () => Promise.resolve(verdict) })
    const envelope = notification({ Message: alarmText({ state: 'ALARM', at: Date.now() }) })
    expect(await take(envelope)).toEqual({ status: 503, said: 'not now: The certificate can not be had.', deliveryId: null })
    expect(await rows()).toEqual([])
    verdict = verified
    expect(await take(envelope)).toMatchObject({ status: 200, said: 'opened' })
  })

  it('answers a stale message 503 while it is our clock that is wrong, once it is verified', async () => {
    let off = true
    const { asked, take, rows } = await setUp({ clockIsOff: () => off })
    expect(await take(old(4))).toMatchObject({ status: 503 })
    expect(asked).toHaveLength(1)
    expect(await rows()).toEqual([])
    off = false
    expect(await take(old(4))).toMatchObject({ status: 403 })
    expect(await rows()).toEqual([['rejected', 'stale']])
  })

  it('does not take a forgery for a message of a wrong clock', async () => {
    const forged: Verdict = { kind: 'rejected', rejection: 'signature', said: 'It does not fit.', trace: [] }
    const { take, rows } = await setUp({ clockIsOff: () => true, verify: () => forged })
    expect(await take(old(4))).toMatchObject({ status: 403 })
    expect(await rows()).toEqual([['rejected', 'signature']])
  })

  it('answers 404 where the integration was removed while the signature was looked at', async () => {
    const finish: ((verdict: Verdict) => void)[] = []
    const { store, integration, take, rows } = await setUp({
      verify: () =>
        new Promise((resolve) => {
          finish.push(resolve)
        }),
    })
    const answered = [take(), take(subscriptionConfirmation())]
    await store.removeIntegration(integration.id)
    for (const end of finish.splice(0)) end(verified)
    for (const answer of await Promise.all(answered)) expect(answer).toMatchObject({ status: 404, deliveryId: null })
    expect(await rows()).toEqual([])
  })

  it('matches anew where the rules changed between the match and the transaction', async () => {
    const { store, integration, take, rows } = await setUp()
    const rules = [{ name: 'quiet', when: [], outcome: 'filter' as const }]
    const [answer] = await Promise.all([store.updateIntegration(integration.id, { rules }), take()]).then(([, taken]) => [taken])
    expect(answer).toMatchObject({ status: 200, said: 'filtered' })
    expect(await rows()).toEqual([['filtered', 'rule']])
  })

  it('answers 503 where the disk takes nothing, for what it takes and for what it refuses', async () => {
    const { disk, take, rows } = await setUp()
    disk.takeNothing()
    expect(await take()).toMatchObject({ status: 503, deliveryId: null })
    expect(await take(notification({ TopicArn: 'arn:aws:sns:eu-west-1:999999999999:theirs' }))).toMatchObject({ status: 503 })
    expect(await take(subscriptionConfirmation())).toMatchObject({ status: 503 })
    disk.mend()
    expect(await rows()).toEqual([])
    expect(await take()).toMatchObject({ status: 200 })
  })

  it('of what was too large keeps the beginning, and what came whole is judged whole', async () => {
    const { take, rows } = await setUp()
    const body = Buffer.alloc(2_048, 'x')
    expect(await take(undefined, { body, bodyBytes: 3_000_000 })).toMatchObject({ status: 413 })
    expect(await rows()).toEqual([['rejected', 'too-large']])
  })
})
