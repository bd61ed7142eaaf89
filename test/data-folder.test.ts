import { chmodSync, chownSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDataFolder, rememberedPorts } from '../main/data-folder.ts'
import { keyFileSecrets } from '../main/key-file-secrets.ts'
import { openLog } from '../main/system.ts'
import { temporaryFolder } from './harness/desk.ts'

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

describe('the data folder', () => {
  it('is made for its owner alone, with the folders above it', () => {
    const folder = join(temporaryFolder(), 'a', 'b')
    openDataFolder(folder)
    expect(modeOf(folder)).toBe('700')
  })

  it.each(['755', '750', '701'])('open to others (%s) is refused, with the command that closes it', (mode) => {
    const folder = join(temporaryFolder(), 'open')
    mkdirSync(folder)
    chmodSync(folder, Number.parseInt(mode, 8))
    expect(() => openDataFolder(folder)).toThrow(new RegExp(`open to other users: close it with {2}chmod 700 ${folder}$`))
    chmodSync(folder, 0o700)
    openDataFolder(folder)
  })

  it.skipIf(process.getuid?.() !== 0)('of somebody else is refused', () => {
    // Only root can give a folder away to try it.
    const folder = join(temporaryFolder(), 'theirs')
    mkdirSync(folder, { mode: 0o700 })
    chownSync(folder, 65_534, 65_534)
    expect(() => openDataFolder(folder)).toThrow(/belongs to another user/)
  })

  it('that can not be made is refused with a sentence', () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    expect(() => openDataFolder(join(file, 'below'))).toThrow(/can't be made/)
  })
})

describe('the ports', () => {
  const listen = (port: number) =>
    new Promise<{ port: number; server: Server }>((resolve, reject) => {
      const server = createServer()
      server.once('error', reject)
      server.listen(port, '127.0.0.1', () => {
        const address = server.address()
        resolve({ port: typeof address === 'object' && address !== null ? address.port : 0, server })
      })
      onTestFinished(() => void server.close())
    })
  const closed = (server: Server) => new Promise((resolve) => server.close(resolve))

  it('are chosen once and remembered, each by its name', async () => {
    const folder = temporaryFolder()
    const [receiver, console] = [
      await rememberedPorts(folder).listen('receiver', 0, listen),
      await rememberedPorts(folder).listen('console', 0, listen),
    ]
    await closed(receiver.server)
    await closed(console.server)
    expect((await rememberedPorts(folder).listen('receiver', 0, listen)).port).toBe(receiver.port)
    expect((await rememberedPorts(folder).listen('console', 0, listen)).port).toBe(console.port)
  })

  it('are others where the one of last time is taken, and where what was remembered is nonsense', async () => {
    const folder = temporaryFolder()
    const first = await rememberedPorts(folder).listen('receiver', 0, listen)
    const second = await rememberedPorts(folder).listen('receiver', 0, listen)
    expect(second.port).not.toBe(first.port)
    for (const nonsense of ['{', '[]', 'null', '{"receiver":"x"}', '{"receiver":-1}', '{"receiver":70000}']) {
      writeFileSync(join(folder, 'ports.json'), nonsense)
      expect((await rememberedPorts(folder).listen('receiver', 0, listen)).port).toBeGreaterThan(0)
    }
  })

  it('that were asked for are taken or refused with a sentence, and not remembered', async () => {
    const folder = temporaryFolder()
    const taken = await listen(0)
    await expect(rememberedPorts(folder).listen('console', taken.port, listen)).rejects.toThrow(
      `Port ${taken.port} is taken by another program: choose another with --console-port, or leave it out.`,
    )
    await closed(taken.server)
    expect((await rememberedPorts(folder).listen('console', taken.port, listen)).port).toBe(taken.port)
    expect((await rememberedPorts(folder).listen('console', 0, listen)).port).not.toBe(taken.port)
  })
})

describe('secrets in a key file', () => {
  it('are sealed with a key of mode 0600 that stays the same, each seal another', async () => {
    const folder = temporaryFolder()
    const secrets = keyFileSecrets(folder)
    const [one, two] = [await secrets.seal('the secret ✓'), await secrets.seal('the secret ✓')]
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(false)
    expect(Buffer.from(one).includes('secret')).toBe(false)
    expect(modeOf(join(folder, 'secret-key'))).toBe('600')
    expect(await keyFileSecrets(folder).open(two)).toBe('the secret ✓')
  })

  it('that were touched, cut or sealed with another key are not opened', async () => {
    const secrets = keyFileSecrets(temporaryFolder())
    const sealed = await secrets.seal('s')
    const touched = Buffer.from(sealed)
    touched[touched.length - 1] = (touched.at(-1) ?? 0) ^ 1
    for (const wrong of [touched, sealed.slice(0, 10), new Uint8Array()]) await expect(secrets.open(wrong)).rejects.toThrow()
    await expect(keyFileSecrets(temporaryFolder()).open(sealed)).rejects.toThrow()
  })

  it('are not begun anew over a damaged key: that would lose them all', async () => {
    const folder = temporaryFolder()
    await keyFileSecrets(folder).seal('s')
    const file = join(folder, 'secret-key')
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, 20))
    const again = keyFileSecrets(folder)
    await expect((async () => again.seal('s'))()).rejects.toThrow(/is damaged/)
  })
})

describe('the log', () => {
  it('is lines of JSON in a file of mode 0600', () => {
    const folder = temporaryFolder()
    const log = openLog(folder)
    log.info('desk.started', { receiver: 'http://127.0.0.1:1' })
    log.error('store.failed')
    log.close()
    const file = join(folder, 'tocsin.log')
    const lines = readFileSync(file, 'utf8').trim().split('\n')
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { event: 'desk.started', receiver: 'http://127.0.0.1:1' },
      { event: 'store.failed' },
    ])
    expect(modeOf(file)).toBe('600')
  })

  it.skipIf(process.platform !== 'linux')('on a full disk is lost, and the desk is not', () => {
    const folder = temporaryFolder()
    symlinkSync('/dev/full', join(folder, 'tocsin.log'))
    const log = openLog(folder)
    for (let n = 0; n < 3; n++) log.error('store.failed', { said: 'database or disk is full' })
    log.close()
  })

  it('that grew large begins anew at a start, and the one of before is kept', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'tocsin.log'), 'x'.repeat(9 * 1024 * 1024))
    openLog(folder).close()
    expect(statSync(join(folder, 'tocsin.log.1')).size).toBe(9 * 1024 * 1024)
    expect(statSync(join(folder, 'tocsin.log')).size).toBe(0)
  })
})
