import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDataFolder, StartError } from './data-folder.ts'

const mark = 'practice-account'

/**
 * The data folder of a practice account: a fresh one that goes with its process, or the one that was asked for. Never a real desk's: its
 * integrations would confirm and resubscribe at the practice account.
 * @param asked what --data says; null: nothing
 * @throws StartError where a real desk's data is there
 */
export function openPracticeFolder(asked: string | null): { dataDir: string; remove(): void } {
  const dataDir = asked ?? mkdtempSync(join(tmpdir(), 'tocsin-practice-'))
  openDataFolder(dataDir)
  if (existsSync(join(dataDir, 'tocsin.db')) && !existsSync(join(dataDir, mark))) {
    throw new StartError(`${dataDir} holds a real desk's data: give --practice another folder with --data, or none for a temporary one.`)
  }
  writeFileSync(join(dataDir, mark), 'This folder was used with --practice.\n', { mode: 0o600 })
  return {
    dataDir,
    remove() {
      if (asked === null) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
