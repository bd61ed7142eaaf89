import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { alarmText, post } from '../harness/deliveries.ts'
import { temporaryFolder } from '../harness/desk.ts'
import { isBuilt, startHeadless } from '../harness/headless.ts'
import { createSigner, notification, topicArn } from '../harness/signing.ts'

const traced = process.platform === 'linux' && spawnSync('strace', ['-V']).status === 0
const connections = 8
const each = 15

describe.skipIf(!traced || !isBuilt)('every 200 (skipped where there is no strace, or no build)', () => {
  it('leaves after its own delivery was synced to disk', async () => {
    const folder = temporaryFolder()
    const trace = join(folder, 'trace')
    const strace = [
      'strace',
      '-f',
      '-yy',
      '-s',
      '200000',
      '-e',
      'trace=read,pwrite64,fsync,fdatasync,write,writev,sendto',
      '-o',
      trace,
      process.execPath,
    ]
    const desk = await startHeadless(join(folder, 'data'), [], strace)
    const signer = await createSigner()
    const integration = (await desk.api('/integrations', {
      method: 'POST',
      body: {
        name: 'traced',
        template: 'aws-cloudwatch',
        topics: [topicArn],
        trust: { kind: 'custom', certificatePem: signer.certificatePem, endpoint: 'http://127.0.0.1:9' },
      },
    })) as { inboundPath: string }
    const t = Date.now() - 3_600_000
    await Promise.all(
      Array.from({ length: connections }, async (_, c) => {
        for (let n = 0; n < each; n++) {
          const message = alarmText({ state: n % 2 === 0 ? 'ALARM' : 'OK', at: t + n * 1_000, name: `alarm-${c}` })
          const sent = await post(
            desk.ready.receiverUrl + integration.inboundPath,
            JSON.stringify(signer.sign(notification({ Message: message }))),
          )
          expect(sent.status).toBe(200)
        }
      }),
    )
    await desk.stop()
    expect(answersIn(readFileSync(trace, 'utf8'))).toEqual({ synced: connections * each, early: 0 })
  }, 60_000)
})

/** Follows each MessageId from its socket into the write-ahead log, through a finished sync, to the 200 on that socket. */
function answersIn(trace: string): { synced: number; early: number } {
  const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
  const unfinished = new Map<string, string>()
  const onSocket = new Map<string, string>()
  const written = new Set<string>()
  const synced = new Set<string>()
  const count = { synced: 0, early: 0 }
  for (const line of trace.split('\n')) {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? []
    const begun = /^(.*) <unfinished \.\.\.>$/.exec(rest)?.[1]
    if (begun !== undefined) {
      unfinished.set(thread, begun)
      continue
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)?.[1]
    const call = resumed === undefined ? rest : (unfinished.get(thread) ?? '') + resumed
    const [, name = '', , file = ''] = /^(\w+)\((\d+)<(TCP:\[[^\]]*\]|[^>]*)>/.exec(call) ?? []
    if (name === 'read' && file.startsWith('TCP')) {
      const id = /MessageId\\":\\"([0-9a-f-]{36})/.exec(call)?.[1]
      if (id !== undefined) onSocket.set(file, id)
    } else if (name === 'pwrite64' && file.endsWith('-wal')) {
      for (const [id] of call.matchAll(uuid)) written.add(id)
    } else if (/^f(data)?sync$/.test(name) && file.endsWith('-wal') && call.endsWith('= 0')) {
      for (const id of written) synced.add(id)
      written.clear()
    } else if (call.includes('HTTP/1.1 200')) {
      const id = onSocket.get(file)
      onSocket.delete(file)
      if (id !== undefined) count[synced.has(id) ? 'synced' : 'early'] += 1
    }
  }
  return count
}
