import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { lockFolder } from '../../main/store/lock.ts'
import { temporaryFolder } from '../harness/desk.ts'

const lockModule = new URL('../../main/store/lock.ts', import.meta.url).href

/** A process of its own that holds a folder until it is ended. */
async function holder(folder: string) {
  const program = `import { lockFolder } from ${JSON.stringify(lockModule)}; globalThis.held = lockFolder(process.argv[1]); console.log('held'); setInterval(() => {}, 1e6)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return {
    async end(signal: NodeJS.Signals) {
      child.kill(signal)
      await once(child, 'exit')
    },
  }
}

describe('the lock on a data folder', () => {
  it('refuses a second process with a sentence, and lets it in once the first is killed', async () => {
    const folder = temporaryFolder()
    const first = await holder(folder)
    expect(() => lockFolder(folder, 20)).toThrow(/^Another Tocsin is running on .*--data\.$/)
    await first.end('SIGKILL')
    // Nothing to clear away, nothing to wait for.
    lockFolder(folder, 0)()
  })

  it('waits for a holder that is stopping', async () => {
    const folder = temporaryFolder()
    const first = await holder(folder)
    const ended = first.end('SIGTERM')
    lockFolder(folder, 5_000)()
    await ended
  })

  it('is given back, and can be taken again', () => {
    const folder = temporaryFolder()
    const giveBack = lockFolder(folder, 0)
    expect(() => lockFolder(folder, 0)).toThrow(expect.objectContaining({ fault: 'locked' }))
    giveBack()
    lockFolder(folder, 0)()
  })

  it('says so where the folder can not be written, and blames no other process', () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'lock.db'))
    expect(() => lockFolder(folder, 0)).toThrow(
      expect.objectContaining({ fault: 'io', message: expect.stringMatching(/can't be written/) }),
    )
  })
})
