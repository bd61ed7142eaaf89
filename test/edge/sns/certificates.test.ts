import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { FetchAnswer, FetchCertificate } from '../../../main/edge/sns/certificate-fetch.ts'
import { type Certificates, openCertificates } from '../../../main/edge/sns/certificates.ts'
import { createSigner, type Signer } from '../../harness/signing.ts'
import { type CertificateHost, startCertificateHost } from './certificate-host.ts'

const host = 'sns.eu-west-1.amazonaws.com'
const addressOf = (digit: string, of = host) => {
  const file = `SimpleNotificationService-${digit.repeat(32)}.pem`
  return { host: of, file, url: `https://${of}/${file}` }
}
const quiet = { info() {}, warn() {}, error() {} }

let signer: Signer
let amazon: CertificateHost
let folder: string
let elapsed = 0
let opened: Certificates[] = []
const serverDates: number[] = []

const open = (fetchCertificate: FetchCertificate = amazon.fetchCertificate) => {
  const certificates = openCertificates({
    folder,
    fetchCertificate,
    clock: { elapsedMs: () => elapsed },
    log: quiet,
    onServerDate: (at) => serverDates.push(at),
  })
  opened.push(certificates)
  return certificates
}

beforeAll(async () => {
  signer = await createSigner()
  amazon = await startCertificateHost()
})
afterAll(() => amazon.close())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-certificates-'))
  elapsed = 1_000
  amazon.asked.length = 0
  amazon.answer((response) => response.end(signer.certificatePem))
})
afterEach(async () => {
  await Promise.all(opened.map((certificates) => certificates.close()))
  opened = []
  await rm(folder, { recursive: true })
})

describe('a certificate', () => {
  test('is fetched once for all who wait, and is at hand from then on', async () => {
    const certificates = open()
    const answers = await Promise.all(Array.from({ length: 64 }, async () => certificates.get(addressOf('a'))))
    expect(answers.every((answer) => answer.kind === 'certificate' && answer.from === 'aws')).toBe(true)
    expect(amazon.asked).toEqual([`${host}/${addressOf('a').file}`])
    expect(certificates.get(addressOf('a'))).toMatchObject({
      kind: 'certificate',
      from: 'memory',
      certificate: { names: expect.arrayContaining(['sns.amazonaws.com']) },
    })
  })
  test('is written whole for its owner alone, and after a restart verifies without network', async () => {
    const first = open()
    await first.get(addressOf('a'))
    await first.close()
    expect(await readdir(join(folder, host))).toEqual([addressOf('a').file])
    expect(await readFile(join(folder, host, addressOf('a').file), 'utf8')).toBe(signer.certificatePem)
    expect((await stat(join(folder, host, addressOf('a').file))).mode & 0o777).toBe(0o600)
    expect((await stat(join(folder, host))).mode & 0o777).toBe(0o700)

    const later = open(async () => ({ kind: 'no-answer', said: 'no network' }))
    expect(await later.get(addressOf('a'))).toMatchObject({ kind: 'certificate', from: 'disk' })
    expect(later.get(addressOf('a'))).toMatchObject({ from: 'memory' })
  })
  test('is found in a folder that was filled by hand', async () => {
    await mkdir(join(folder, host), { recursive: true })
    await writeFile(join(folder, host, addressOf('b').file), signer.certificatePem)
    expect(await open().get(addressOf('b'))).toMatchObject({ kind: 'certificate', from: 'disk' })
    expect(amazon.asked).toEqual([])
  })
  test('that is spoilt on disk is fetched again and replaced', async () => {
    await mkdir(join(folder, host), { recursive: true })
    await writeFile(join(folder, host, addressOf('a').file), 'half a cert')
    const certificates = open()
    expect(await certificates.get(addressOf('a'))).toMatchObject({ from: 'aws' })
    await certificates.close()
    expect(await readFile(join(folder, host, addressOf('a').file), 'utf8')).toBe(signer.certificatePem)
  })
  test('is used all the same where it can not be kept', async () => {
    await writeFile(join(folder, host), 'a file where the folder would be')
    expect(await open().get(addressOf('a'))).toMatchObject({ kind: 'certificate', from: 'aws' })
  })
})

describe('that AWS has no such certificate', () => {
  test('is remembered for an hour', async () => {
    amazon.answer((response) => response.writeHead(404).end())
    const certificates = open()
    for (const at of [1_000, 3_600_000]) {
      elapsed = at
      expect(await certificates.get(addressOf('a'))).toMatchObject({ kind: 'absent' })
    }
    expect(amazon.asked).toHaveLength(1)
    elapsed = 3_601_001
    amazon.answer((response) => response.end(signer.certificatePem))
    expect(await certificates.get(addressOf('a'))).toMatchObject({ kind: 'certificate' })
  })
  test('is forgotten where somebody puts it on disk', async () => {
    amazon.answer((response) => response.writeHead(404).end())
    const certificates = open()
    await certificates.get(addressOf('a'))
    await mkdir(join(folder, host), { recursive: true })
    await writeFile(join(folder, host, addressOf('a').file), signer.certificatePem)
    expect(await certificates.get(addressOf('a'))).toMatchObject({ kind: 'certificate', from: 'disk' })
  })
})

describe('"not now" is the answer, and the next try may succeed, when', () => {
  test.each([
    ['the host has trouble', (response) => response.writeHead(500).end('no')],
    ['it redirects, which is not followed', (response) => response.writeHead(302, { location: 'https://127.0.0.1/' }).end()],
    ['it sends something else', (response) => response.end('<html>')],
    ['it sends a chain', (response) => response.end(signer.certificatePem.repeat(2))],
    ['it sends more than 64 KB', (response) => response.end('x'.repeat(65 * 1024))],
    ['it hangs up', (response) => response.destroy()],
    [
      'it stops in the middle',
      (response) => response.writeHead(200, { 'content-length': 9_999 }).write('-----BEGIN', () => response.destroy()),
    ],
  ] satisfies [string, Parameters<CertificateHost['answer']>[0]][])('%s', async (_, reply) => {
    amazon.answer(reply)
    const certificates = open()
    expect(await certificates.get(addressOf('a'))).toMatchObject({ kind: 'not-now', said: expect.stringContaining(host) })
    amazon.answer((response) => response.end(signer.certificatePem))
    expect(await certificates.get(addressOf('a'))).toMatchObject({ kind: 'certificate' })
    expect(amazon.asked).toHaveLength(2)
  })
  test('the host is not whom it says it is', async () => {
    expect(await open().get(addressOf('a', 'sns.us-east-1.amazonaws.com'))).toMatchObject({ kind: 'not-now' })
    expect(amazon.asked).toEqual([])
  })
  test('nobody vouches for the host', async () => {
    const stranger = await startCertificateHost()
    const trustingNobody = stranger.fetchOf({ ca: amazon.rootPem })
    expect(await open(trustingNobody).get(addressOf('a'))).toMatchObject({ kind: 'not-now' })
    expect(stranger.asked).toEqual([])
    await stranger.close()
  })
  test('it drips its answer and never ends', async () => {
    let drip: NodeJS.Timeout | undefined
    amazon.answer((response) => {
      drip = setInterval(() => response.write('-'), 20)
    })
    const impatient = amazon.fetchOf({ ca: amazon.rootPem }, 200)
    expect(await open(impatient).get(addressOf('a'))).toMatchObject({ kind: 'not-now', said: expect.stringContaining('200 ms') })
    clearInterval(drip)
  })
  test('the desk stops while it waits', async () => {
    amazon.answer(() => {})
    const certificates = open()
    const waiting = certificates.get(addressOf('a'))
    await certificates.close()
    expect(await waiting).toMatchObject({ kind: 'not-now' })
  })
})

describe('strangers who make up certificates', () => {
  test('cause ten fetches a minute from a host, and no more', async () => {
    amazon.answer((response) => response.writeHead(404).end())
    const certificates = open()
    const kinds: string[] = []
    for (const digit of '0123456789ab') kinds.push((await certificates.get(addressOf(digit))).kind)
    expect(kinds).toEqual([...Array(10).fill('absent'), 'not-now', 'not-now'])
    expect(amazon.asked).toHaveLength(10)
    elapsed += 60_000
    expect(await certificates.get(addressOf('a'))).toMatchObject({ kind: 'absent' })
  })
  test('cause two fetches at once from a host, and eight in all', async () => {
    const answers: ((answer: FetchAnswer) => void)[] = []
    const certificates = open(() => new Promise((resolve) => answers.push(resolve)))
    const regions = ['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-central-1', 'us-east-1']
    const asked = regions.flatMap((region) =>
      ['a', 'b', 'c'].map(async (digit) => certificates.get(addressOf(digit, `sns.${region}.amazonaws.com`))),
    )
    await expect.poll(() => answers.length).toBe(8)
    for (const answer of answers) answer({ kind: 'no-answer', said: 'over' })
    const said = (await Promise.all(asked)).map((answer) => (answer.kind === 'not-now' ? answer.said : ''))
    expect(said.filter((sentence) => sentence.includes('over'))).toHaveLength(8)
    expect(said.filter((sentence) => sentence.includes('as many'))).toHaveLength(7)
  })
  test('reach no file outside the folder', async () => {
    for (const [badHost, file] of [
      ['..', addressOf('a').file],
      [host, '../../etc/passwd'],
      [host, 'other.pem'],
    ] as const)
      await expect(Promise.resolve(open().get({ host: badHost, file, url: `https://${badHost}/${file}` }))).rejects.toThrow(/no place/)
    expect(amazon.asked).toEqual([])
  })
})

test('the time that AWS says is passed on', async () => {
  serverDates.length = 0
  amazon.answer((response) => response.writeHead(404, { date: 'Fri, 02 Jan 2026 03:04:05 GMT' }).end())
  await open().get(addressOf('a'))
  expect(serverDates).toEqual([Date.UTC(2026, 0, 2, 3, 4, 5)])
})
