import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs'
import { connect as connectSocket, createServer } from 'node:net'
import { basename, join } from 'node:path'
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns'
import { describe, expect, it, onTestFinished } from 'vitest'
import { alarmText, post } from '../harness/deliveries.ts'
import { temporaryFolder } from '../harness/desk.ts'
import { eventually } from '../harness/eventually.ts'
import { builtHeadless, type Headless, isBuilt, startHeadless } from '../harness/headless.ts'
import { createSigner, notification, topicArn } from '../harness/signing.ts'

/** Runs the program to its end. */
async function run(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [builtHeadless, ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  return { code, out, err }
}

async function integration(desk: Headless) {
  const signer = await createSigner()
  const { id, inboundPath } = (await desk.api('/integrations', {
    method: 'POST',
    body: {
      name: 'n',
      template: 'aws-cloudwatch',
      topics: [topicArn],
      trust: { kind: 'custom', certificatePem: signer.certificatePem, endpoint: 'http://127.0.0.1:9' },
    },
  })) as { id: string; inboundPath: string }
  const alarm = (name: string) =>
    post(
      desk.ready.receiverUrl + inboundPath,
      JSON.stringify(signer.sign(notification({ Message: alarmText({ state: 'ALARM', at: Date.now(), name }) }))),
    )
  return { id, alarm }
}

const itemsOf = async (desk: Headless, path: string) => ((await desk.api(path)) as { items: Record<string, unknown>[] }).items

describe.skipIf(!isBuilt)('the headless program (skipped where there is no build)', () => {
  it('stands on a made-up account with --practice: subscribed, confirmed, and gone with its temporary folder', async () => {
    const desk = await startHeadless(null, ['--practice'])
    const { dataDir, receiverUrl } = desk.ready
    expect(basename(dataDir)).toMatch(/^tocsin-practice-/)
    const { awsEndpointOverride, practiceAccount } = (await desk.api('/desk')) as { awsEndpointOverride: string; practiceAccount: boolean }
    expect(practiceAccount).toBe(true)
    const account = await desk.api('/accounts', { method: 'POST', body: { profile: 'practice', regions: ['eu-west-1'] } })
    expect(account).toMatchObject({ accountId: '123456789012', alias: 'practice' })

    const topic = 'arn:aws:sns:eu-west-1:123456789012:oncall-alarms'
    const body = { name: 'shop', template: 'aws-cloudwatch', topics: [topic], confirm: 'automatic' }
    const { id, inboundUrl } = (await desk.api('/integrations', { method: 'POST', body })) as { id: string; inboundUrl: string }
    expect(inboundUrl.startsWith(`${receiverUrl}/in/`)).toBe(true)
    const credentials = { accessKeyId: 'AKIAPRACTICE00000001', secretAccessKey: 'practice' }
    const sns = new SNSClient({ endpoint: awsEndpointOverride, region: 'eu-west-1', credentials })
    onTestFinished(() => sns.destroy())
    await sns.send(new SubscribeCommand({ TopicArn: topic, Protocol: 'http', Endpoint: inboundUrl }))
    await eventually(async () =>
      expect(await desk.api(`/integrations/${id}`)).toMatchObject({
        subscriptions: [{ topicArn: topic, state: 'confirmed', authenticated: true }],
      }),
    )
    expect(await desk.api('/coverage')).not.toMatchObject({ state: 'covered' })
    expect(await desk.stop()).toEqual({ code: 0, signal: null })
    expect(existsSync(dataDir)).toBe(false)
  })

  it('says with one line of JSON where it is, keeps its token and its ports, and stops cleanly with a feed open', async () => {
    const folder = join(temporaryFolder(), 'data')
    const first = await startHeadless(folder)
    const { consoleUrl, apiUrl, token, receiverUrl, dataDir } = first.ready
    expect(first.ready).toMatchObject({ ready: true, dataDir: folder })
    expect(consoleUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#code=[\w-]{30,}$/)
    expect(apiUrl).toBe(`${new URL(consoleUrl).origin}/api`)
    expect(consoleUrl).not.toContain(token)
    expect(new URL(receiverUrl).port).not.toBe(new URL(consoleUrl).port)
    for (const name of ['console-token', 'secret-key', 'tocsin.log'])
      expect((statSync(join(dataDir, name)).mode & 0o077).toString(8), name).toBe('0')
    expect(readFileSync(join(dataDir, 'console-token'), 'utf8').trim()).toBe(token)

    const { alarm } = await integration(first)
    expect((await alarm('kept')).status).toBe(200)
    const feed = await fetch(`${apiUrl}/changes`, { headers: { authorization: `Bearer ${token}` } })
    const reading = feed.text().catch(() => 'cut off')
    // Somebody who dawdles in the middle of a body.
    const dawdler = connectSocket(Number(new URL(receiverUrl).port), '127.0.0.1')
    dawdler.on('error', () => undefined)
    dawdler.write('POST /in/0123456789abcdef0123 HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf')
    const asked = performance.now()
    expect(await first.stop('SIGTERM')).toEqual({ code: 0, signal: null })
    expect(performance.now() - asked).toBeLessThan(5_000)
    await reading
    dawdler.destroy()
    expect(first.stderr()).toBe('')

    const again = await startHeadless(folder)
    expect(again.ready).toMatchObject({ apiUrl, token, receiverUrl })
    expect(again.ready.consoleUrl).not.toBe(consoleUrl)
    expect(await itemsOf(again, '/incidents')).toMatchObject([{ alarmName: 'kept' }])
    expect((await again.stop('SIGINT')).code).toBe(0)
    const rotated = await startHeadless(folder, ['--rotate-token'])
    expect(rotated.ready.token).not.toBe(token)
    expect((await fetch(`${apiUrl}/settings`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(401)
  })

  it('killed in the middle has lost nothing that it answered, and starts on the same folder at once', async () => {
    const folder = join(temporaryFolder(), 'data')
    const first = await startHeadless(folder)
    const { alarm } = await integration(first)
    const stored: string[] = []
    const sending = Promise.all(
      Array.from({ length: 16 }, async (_, c) => {
        for (let n = 0; n < 200; n++) {
          const name = `a-${c}-${n}`
          if ((await alarm(name)).status === 200) stored.push(name)
        }
      }),
    ).catch(() => undefined)
    while (stored.length < 60) await new Promise((resolve) => setImmediate(resolve))
    await first.stop('SIGKILL')
    await sending
    const again = await startHeadless(folder)
    const names = new Set<unknown>()
    for (let before = ''; ; ) {
      const page = (await again.api(`/incidents?limit=200${before}`)) as { items: { alarmName: string }[]; next: string | null }
      for (const { alarmName } of page.items) names.add(alarmName)
      if (page.next === null) break
      before = `&before=${page.next}`
    }
    expect(stored.filter((name) => !names.has(name))).toEqual([])
    expect((await alarm('after')).status).toBe(200)
  })

  it('killed in a drill leaves no practice integration behind', async () => {
    const folder = join(temporaryFolder(), 'data')
    const first = await startHeadless(folder)
    const drill = (await first.api('/practice', { method: 'POST' })) as { integrationId: string; incidentId: string }
    expect(await itemsOf(first, '/integrations')).toMatchObject([{ id: drill.integrationId, practice: true }])
    await first.stop('SIGKILL')
    const again = await startHeadless(folder)
    expect(await itemsOf(again, '/integrations')).toEqual([])
    expect(await again.api(`/incidents/${drill.incidentId}`)).toMatchObject({ practice: true })
    expect(await again.api('/coverage')).toMatchObject({ state: 'idle', lastDeliveryAt: null })
  })

  it('lets no second one onto its folder, and is unharmed by it', async () => {
    const folder = join(temporaryFolder(), 'data')
    const first = await startHeadless(folder)
    const second = await run(['--headless', '--no-open', '--json', '--data', folder])
    expect(second).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^Another Tocsin is running on .*\n$/) })
    expect(await first.api('/settings')).toMatchObject({ reopenWindowMinutes: 10 })
    expect((await (await integration(first)).alarm('still')).status).toBe(200)
  })

  it('refuses with one sentence and a non-zero exit what it can not do', async () => {
    const folder = join(temporaryFolder(), 'data')
    const taken = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void taken.close())
    await once(taken, 'listening')
    const address = taken.address()
    const port = String(typeof address === 'object' && address !== null ? address.port : 0)
    const open = temporaryFolder()
    chmodSync(open, 0o755)
    const newFolder = () => join(temporaryFolder(), 'data')
    const usual = ['--headless', '--no-open', '--json']
    const [unknown, bad, receiver, console, exposed, help] = await Promise.all([
      run([...usual, '--data', newFolder(), '--unheard-of']),
      run([...usual, '--data', newFolder(), '--receiver-port', 'eighty']),
      run([...usual, '--data', newFolder(), '--receiver-port', port]),
      run([...usual, '--data', folder, '--console-port', port]),
      run([...usual, '--data', open]),
      run(['--help']),
    ])
    expect(unknown).toMatchObject({ code: 1, out: '', err: expect.stringContaining("'--unheard-of'") })
    expect(bad).toMatchObject({ code: 1, out: '', err: expect.stringContaining('--receiver-port takes a port') })
    expect(receiver).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^Port \d+ is taken by another program: .*--receiver-port.*\n$/),
    })
    expect(console).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^Port \d+ is taken by another program: .*--console-port.*\n$/),
    })
    expect(exposed).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^The data folder .* is open to other users: close it with {2}chmod 700 .*\n$/),
    })
    expect(help).toMatchObject({ code: 0, err: '', out: expect.stringContaining('--receiver-port N') })
    // What was refused gave the folder back.
    const started = await startHeadless(folder, [], [process.execPath])
    expect(started.ready.ready).toBe(true)
  })
})
