import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Change } from '../../preload/contract/changes.ts'
import { startDesk, type TestDesk, temporaryFolder } from '../harness/desk.ts'
import { eventually } from '../harness/eventually.ts'
import { handTunnel } from '../harness/tunnel.ts'

const authtoken = '2tokenThatNobodyMaySee_4xYz'
const apiKey = '2keyThatNobodyMaySee_5xYz'

async function withTunnel(outcomes: Parameters<typeof handTunnel> = [], more: Parameters<typeof startDesk>[0] = {}) {
  const tunnelDriver = handTunnel(...outcomes)
  const desk = await startDesk({ tunnelDriver, ...more })
  const until = (state: string) => eventually(async () => expect(await desk.api.tunnel.get()).toMatchObject({ state }))
  return { desk, driver: tunnelDriver, until }
}

const follow = (desk: TestDesk) => {
  const heard: Change[] = []
  const stop = new AbortController()
  void (async () => {
    for await (const change of await desk.api.changes(undefined, { signal: stop.signal })) heard.push(change)
  })().catch(() => undefined)
  return { heard, stop: () => stop.abort() }
}

describe('a tunnel to the desk', () => {
  it('opens when it is chosen, gives the integrations their address, and says so to who follows', async () => {
    const { desk, driver, until } = await withTunnel()
    const { id } = await desk.api.integrations.create({ name: 'prod', template: 'aws-cloudwatch' })
    const { heard, stop } = follow(desk)
    expect(await desk.api.tunnel.get()).toMatchObject({ kind: 'own', state: 'off', publicUrl: null, hasAuthtoken: false })
    await desk.api.tunnel.choose({ kind: 'ngrok', authtoken: `ngrok config add-authtoken ${authtoken}`, apiKey })
    await until('up')
    const { inboundPath, inboundUrl } = await desk.api.integrations.get({ id })
    expect(inboundUrl).toBe(`https://calm-otter.example${inboundPath}`)
    expect((await desk.api.settings.get()).publicUrl).toBe('https://calm-otter.example')
    expect(driver.asked.at(-1)).toMatchObject({ authtoken, apiKey, domain: null, standIn: true, forwardTo: desk.receiverUrl })
    await eventually(() => {
      expect(heard).toContainEqual(
        expect.objectContaining({
          kind: 'tunnel',
          tunnel: expect.objectContaining({ state: 'up', publicUrl: 'https://calm-otter.example' }),
        }),
      )
      expect(heard).toContainEqual(
        expect.objectContaining({ kind: 'settings', settings: expect.objectContaining({ publicUrl: 'https://calm-otter.example' }) }),
      )
    })
    stop()
  })

  it('seals its keys: no answer, no news, no log and no file holds them', async () => {
    const { desk, driver, until } = await withTunnel()
    const { heard, stop } = follow(desk)
    const chosen = await desk.api.tunnel.choose({ kind: 'ngrok', authtoken, apiKey })
    await until('up')
    expect(chosen).toMatchObject({ hasAuthtoken: true, hasApiKey: true })
    const said = JSON.stringify([chosen, await desk.api.tunnel.get(), await desk.api.settings.get(), heard, desk.logged])
    stop()
    await desk.stop()
    const files = readdirSync(desk.dataDir, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile())
    const kept = files.map((entry) => readFileSync(join(entry.parentPath, entry.name)))
    for (const secret of [authtoken, apiKey]) {
      expect(said).not.toContain(secret)
      for (const bytes of kept) expect(bytes.includes(secret)).toBe(false)
    }
    expect(driver.openNow()).toBe(0)
  })

  it('keeps its address while it is down, says why, and coverage knows at once', async () => {
    const { desk, driver, until } = await withTunnel()
    await desk.api.integrations.create({ name: 'prod', template: 'aws-cloudwatch' })
    await desk.api.tunnel.choose({ kind: 'ngrok', authtoken })
    await until('up')
    driver.next('no-network')
    driver.lose('closed')
    await until('down')
    expect(await desk.api.tunnel.get()).toMatchObject({
      reason: 'closed',
      said: expect.stringContaining('lost'),
      publicUrl: 'https://calm-otter.example',
      downSince: new Date(desk.clock.now()).toISOString(),
      nextTryAt: expect.any(String),
    })
    expect(desk.logged).toContainEqual(expect.objectContaining({ level: 'warn', event: 'tunnel.down' }))
    await eventually(async () => {
      const { links } = await desk.api.coverage.get()
      expect(links.find(({ link }) => link === 'public-address')?.state).toBe('failing')
    })
  })

  it('asks for the address of last time after a restart, and for another when one is wished for', async () => {
    const dataDir = temporaryFolder()
    const first = await withTunnel([], { dataDir })
    await first.desk.api.tunnel.choose({ kind: 'ngrok', authtoken })
    await first.until('up')
    await first.desk.stop()
    const { desk, driver, until } = await withTunnel(['https://calm-otter.example'], { dataDir })
    await until('up')
    expect(driver.asked[0]).toMatchObject({ authtoken, domain: { name: 'calm-otter.example', chosen: false } })
    driver.next('https://my.example')
    await desk.api.tunnel.choose({ kind: 'ngrok', domain: 'https://My.example/' })
    await until('up')
    expect(driver.asked.at(-1)).toMatchObject({ domain: { name: 'my.example', chosen: true } })
    expect(await desk.api.tunnel.get()).toMatchObject({ publicUrl: 'https://my.example', domain: 'my.example' })
    expect(desk.logged).toContainEqual({
      level: 'info',
      event: 'tunnel.address-changed',
      data: { from: 'https://calm-otter.example', to: 'https://my.example' },
    })
  })

  it('waits for the operator after a refused token, and goes on when it is changed or tried by hand', async () => {
    const { desk, driver, until } = await withTunnel(['token-refused'])
    await desk.api.tunnel.choose({ kind: 'ngrok', authtoken })
    await until('down')
    expect(await desk.api.tunnel.get()).toMatchObject({ reason: 'token-refused', nextTryAt: null })
    await desk.clock.advance(3_600_000)
    desk.wake()
    expect(driver.asked).toHaveLength(1)
    await desk.api.tunnel.retry()
    await eventually(() => expect(driver.asked).toHaveLength(2))
    driver.next('https://calm-otter.example')
    await desk.api.tunnel.choose({ kind: 'ngrok', authtoken: `${authtoken}2` })
    await until('up')
  })

  it('is tried at once when the computer wakes', async () => {
    const { desk, driver, until } = await withTunnel(['no-network'])
    await desk.api.tunnel.choose({ kind: 'ngrok', authtoken })
    await until('down')
    driver.next('https://calm-otter.example')
    desk.wake()
    await until('up')
  })

  it('gives way to an address of one’s own, and to none', async () => {
    const { desk, driver, until } = await withTunnel()
    await desk.api.settings.update({ publicUrl: 'https://own.example' })
    await desk.api.tunnel.choose({ kind: 'ngrok', authtoken })
    await until('up')
    await expect(desk.api.settings.update({ publicUrl: 'https://other.example' })).rejects.toMatchObject({ code: 'not-possible' })
    expect(await desk.api.tunnel.choose({ kind: 'own' })).toMatchObject({ state: 'off', publicUrl: 'https://own.example' })
    expect(driver.openNow()).toBe(0)
    expect(await desk.api.tunnel.choose({ kind: 'none' })).toMatchObject({ publicUrl: null, hasAuthtoken: true })
    expect((await desk.api.settings.update({ publicUrl: 'https://own.example' })).publicUrl).toBe('https://own.example')
    expect(await desk.api.tunnel.choose({ kind: 'own', authtoken: null })).toMatchObject({ hasAuthtoken: false })
  })

  it('is not opened where the address was given on the command line', async () => {
    const dataDir = temporaryFolder()
    const first = await withTunnel([], { dataDir })
    await first.desk.api.tunnel.choose({ kind: 'ngrok', authtoken })
    await first.until('up')
    await first.desk.stop()
    const { desk, driver } = await withTunnel([], { dataDir, publicUrl: 'https://given.example' })
    expect(await desk.api.tunnel.get()).toMatchObject({ state: 'off', publicUrl: 'https://given.example' })
    expect(driver.asked).toHaveLength(0)
    await expect(desk.api.tunnel.choose({ kind: 'none' })).rejects.toMatchObject({ code: 'not-possible' })
  })

  it('takes no key and no domain that can be none', async () => {
    const { desk } = await withTunnel()
    await expect(desk.api.tunnel.choose({ kind: 'ngrok', authtoken: 'a b; c!' })).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(desk.api.tunnel.choose({ kind: 'ngrok', domain: 'not a domain' })).rejects.toMatchObject({ code: 'invalid-input' })
    expect(await desk.api.tunnel.get()).toMatchObject({ kind: 'own', hasAuthtoken: false })
  })
})
