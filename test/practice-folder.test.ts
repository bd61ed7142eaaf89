import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { StartError } from '../main/data-folder.ts'
import { openPracticeFolder } from '../main/practice-folder.ts'
import { temporaryFolder } from './harness/desk.ts'

describe('the data folder of a practice account', () => {
  it('is a fresh one of its own that goes when it ends', () => {
    const [one, other] = [openPracticeFolder(null), openPracticeFolder(null)]
    expect(one.dataDir).not.toBe(other.dataDir)
    expect(statSync(one.dataDir).mode & 0o777).toBe(0o700)
    for (const { dataDir, remove } of [one, other]) {
      remove()
      expect(existsSync(dataDir)).toBe(false)
    }
  })

  it('is the one that was asked for, again and again, and stays', () => {
    const asked = join(temporaryFolder(), 'try')
    openPracticeFolder(asked).remove()
    writeFileSync(join(asked, 'tocsin.db'), '')
    expect(openPracticeFolder(asked).dataDir).toBe(asked)
    expect(existsSync(asked)).toBe(true)
  })

  it('is never that of a real desk', () => {
    const real = join(temporaryFolder(), 'real')
    mkdirSync(real, { mode: 0o700 })
    writeFileSync(join(real, 'tocsin.db'), '')
    expect(() => openPracticeFolder(real)).toThrow(StartError)
    expect(() => openPracticeFolder(real)).toThrow(/holds a real desk's data: give --practice another folder/)
  })
})
