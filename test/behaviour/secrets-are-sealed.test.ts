import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { keyFileSecrets } from '../../main/key-file-secrets.ts'
import { backupInto } from '../../main/store/backup.ts'
import { openWritable } from '../../main/store/database.ts'
import { confirmationEndpoint, connect } from '../harness/deliveries.ts'
import { startDesk } from '../harness/desk.ts'
import { eventually } from '../harness/eventually.ts'
import { subscriptionConfirmation, unsubscribeConfirmation } from '../harness/signing.ts'

/** Every file below a folder that holds a text, as it is or as base64 holds it. */
function filesWith(folder: string, text: string): string[] {
  const found: string[] = []
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder, name)
    if (!statSync(file).isFile()) continue
    const bytes = readFileSync(file)
    // In base64 the text stands at one of three places.
    const encoded = [0, 1, 2].map((at) =>
      Buffer.from('x'.repeat(at) + text)
        .toString('base64')
        .slice(at === 0 ? 0 : 4, -4),
    )
    if ([text, ...encoded].some((form) => bytes.includes(form))) found.push(name)
  }
  return found
}

describe('on disk', () => {
  it('neither the secret of a URL nor the token of a confirmation can be read, in the store, its log, its backups or the desk’s log', async () => {
    const desk = await startDesk()
    const aws = await confirmationEndpoint()
    const source = await connect(desk, { topics: [], confirm: 'manual', endpoint: aws.url })
    const rotated = await desk.api.integrations.rotate({ id: source.integration.id })
    const [waits, confirmed, ended] = [subscriptionConfirmation(), subscriptionConfirmation(), unsubscribeConfirmation()]
    await source.send(confirmed)
    await desk.api.deliveries.confirm({ id: (await source.newest()).id })
    await eventually(async () => expect(await source.newest()).toMatchObject({ disposition: 'confirmed' }))
    await source.send(waits)
    await source.send(ended)
    await source.send(waits)
    await source.alarm('ALARM', desk.clock.now())

    const secrets = [source.integration.inboundPath, rotated.inboundPath].map((path) => path.slice('/in/'.length))
    const tokens = [waits, confirmed, ended].map(({ Token }) => String(Token))
    const look = () => [...secrets, ...tokens].map((secret) => filesWith(desk.dataDir, secret))
    expect(look()).toEqual([[], [], [], [], []])
    // What is not secret is there: the search would find it.
    expect(filesWith(desk.dataDir, 'InstanceId').length).toBeGreaterThan(0)

    await desk.stop()
    const db = openWritable(join(desk.dataDir, 'tocsin.db'))
    backupInto(db, join(desk.dataDir, 'backups'), Date.now())
    db.close()
    expect(look()).toEqual([[], [], [], [], []])
    // And all of it is still of use to the desk.
    const again = await startDesk({ dataDir: desk.dataDir, clock: desk.clock })
    expect((await again.api.integrations.get({ id: rotated.id })).inboundPath).toBe(rotated.inboundPath)
    const row = (await again.api.deliveries.list({ disposition: 'confirmed' })).items[0]
    expect(JSON.parse((await again.api.deliveries.get({ id: row?.id ?? '' })).body)).toMatchObject({ Token: confirmed.Token })
  })

  it('nothing of it is of use with another key', async () => {
    const desk = await startDesk()
    const source = await connect(desk, { topics: [] })
    await source.send(subscriptionConfirmation())
    await desk.stop()
    const db = openWritable(join(desk.dataDir, 'tocsin.db'))
    const sealed = db
      .prepare('SELECT sealed FROM integration_secret UNION ALL SELECT token FROM subscription UNION ALL SELECT body FROM delivery')
      .pluck()
      .all()
    db.close()
    const other = keyFileSecrets((await startDesk()).dataDir)
    expect(sealed.length).toBe(3)
    for (const one of sealed) await expect(other.open(one as Uint8Array)).rejects.toThrow()
  })
})

describe('the log of the desk', () => {
  it('holds no secret, whatever happens', async () => {
    const desk = await startDesk()
    const aws = await confirmationEndpoint()
    aws.state.status = 500
    const source = await connect(desk, { topics: [], confirm: 'automatic', endpoint: aws.url })
    const asking = subscriptionConfirmation()
    await source.send(asking)
    await eventually(() => expect(desk.logged.some(({ event }) => event === 'subscription.confirmation')).toBe(true))
    await desk.clock.advance(120_000)
    await desk.api.integrations.remove({ id: source.integration.id })
    await desk.stop()
    const text = JSON.stringify(desk.logged)
    for (const secret of [source.integration.inboundPath, String(asking.Token)]) expect(text).not.toContain(secret)
  })
})
