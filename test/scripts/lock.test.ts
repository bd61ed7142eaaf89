import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withLock } from '../../scripts/lock.mjs'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tocsin-lock-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const script = `
  import { appendFileSync } from 'node:fs'
  import { setTimeout } from 'node:timers/promises'
  const [lock, dir] = process.argv.slice(1)
  const { withLock } = await import(lock)
  for (let round = 0; round < 5; round++) {
    await withLock('setup', async () => {
      appendFileSync(dir + '/log', 'in ')
      await setTimeout(5)
      appendFileSync(dir + '/log', 'out ')
    }, { dir, pollMs: 1 })
  }
`

test('of several processes one at a time holds the lock', async () => {
  const lock = new URL('../../scripts/lock.mjs', import.meta.url).href
  const ends = Array.from({ length: 4 }, () => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script, lock, dir], { stdio: 'ignore' })
    return new Promise((resolve) => child.once('exit', resolve))
  })
  expect(await Promise.all(ends)).toEqual([0, 0, 0, 0])
  expect(readFileSync(join(dir, 'log'), 'utf8')).toBe('in out '.repeat(20))
})

test('the lock of a process that is gone holds nobody up', async () => {
  const { pid } = spawnSync(process.execPath, ['--version'])
  mkdirSync(join(dir, 'setup.lock'))
  writeFileSync(join(dir, 'setup.lock/pid'), String(pid))
  expect(await withLock('setup', async () => 'done', { dir })).toBe('done')
  expect(existsSync(join(dir, 'setup.lock'))).toBe(false)
})

test('work that fails lets go of the lock', async () => {
  await expect(withLock('setup', () => Promise.reject(new Error('no')), { dir })).rejects.toThrow('no')
  expect(await withLock('setup', async () => 'done', { dir })).toBe('done')
})
