import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { connect, post } from '../harness/deliveries.ts'
import { startDesk, temporaryFolder } from '../harness/desk.ts'

describe('a store that was lost and begun empty', () => {
  it('asks SNS to send again instead of turning away the URLs that it no longer knows, until somebody has seen to it', async () => {
    const dataDir = temporaryFolder()
    const first = await startDesk({ dataDir })
    const { integration } = await connect(first)
    await first.stop()
    writeFileSync(join(dataDir, 'tocsin.db'), 'this is no database'.repeat(1_000))

    const second = await startDesk({ dataDir })
    const knock = (desk: { receiverUrl: string }) => post(desk.receiverUrl + integration.inboundPath, '{}')
    expect((await knock(second)).status).toBe(503)
    expect((await second.api.coverage.get()).links.find(({ link }) => link === 'store')).toMatchObject({ state: 'stale' })
    await second.stop()

    const third = await startDesk({ dataDir })
    expect((await knock(third)).status).toBe(503)
    const said = (await third.api.coverage.get()).links.find(({ link }) => link === 'store')?.detail ?? ''
    const aside = /set aside in (\S+),/.exec(said)?.[1] ?? ''
    await third.stop()
    rmSync(aside, { recursive: true })

    const fourth = await startDesk({ dataDir })
    expect((await knock(fourth)).status).toBe(404)
  })
})
