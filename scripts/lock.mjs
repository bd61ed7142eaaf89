import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { cache, SetupError, say } from './place.mjs'

const patienceMs = 20 * 60_000

/** @param {string} dir */
const holderOf = (dir) => {
  try {
    return Number(readFileSync(join(dir, 'pid'), 'utf8'))
  } catch {
    return null
  }
}

/**
 * Ours in the lock of another is a number used again, as happens in containers.
 * @param {number} pid
 */
const lives = (pid) => {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}

/**
 * A folder that holds its owner's pid appears under its final name in one rename, which fails where a folder with content is.
 * @param {string} dir
 */
const take = (dir) => {
  const mine = `${dir}.${process.pid}`
  rmSync(mine, { recursive: true, force: true })
  mkdirSync(mine, { recursive: true })
  writeFileSync(join(mine, 'pid'), String(process.pid))
  try {
    renameSync(mine, dir)
    return true
  } catch {
    rmSync(mine, { recursive: true, force: true })
    return false
  }
}

/**
 * The lock of a process that is gone is moved aside, in one rename too: of two who see it, one moves it. Should the mover find that
 * he took the lock of somebody who lives, he puts it back.
 * @param {string} dir
 */
const clearStale = (dir) => {
  const aside = `${dir}.stale-${process.pid}`
  try {
    renameSync(dir, aside)
  } catch {
    return
  }
  const holder = holderOf(aside)
  if (holder !== null && lives(holder)) renameSync(aside, dir)
  else rmSync(aside, { recursive: true, force: true })
}

/**
 * Runs `work` while no other process on this checkout runs work of the same name.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @param {{ dir?: string, pollMs?: number }} [options]
 * @returns {Promise<T>}
 */
export async function withLock(name, work, { dir = cache, pollMs = 200 } = {}) {
  const lock = join(dir, `${name}.lock`)
  const until = Date.now() + patienceMs
  for (let told = false; !take(lock); ) {
    const holder = holderOf(lock)
    if (holder === null || !lives(holder)) {
      clearStale(lock)
      continue
    }
    if (!told) say(`waiting for process ${holder}, which is setting up this folder`)
    told = true
    if (Date.now() > until) throw new SetupError(`process ${holder} has held ${lock} for long: end it, or delete that folder`)
    await wait(pollMs)
  }
  try {
    return await work()
  } finally {
    // Renamed first: deleted in place it would be an empty folder for a moment, onto which another's may be renamed.
    const done = `${lock}.done-${process.pid}`
    renameSync(lock, done)
    rmSync(done, { recursive: true, force: true })
  }
}
