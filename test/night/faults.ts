import type { WritableDb } from '../../main/store/database.ts'
import { smallDisk } from '../harness/disk.ts'

/** What a night does to the desk's writing handle: a disk that is full, and a kill at any step of a transaction. */
export interface HandleFaults {
  onOpen(db: WritableDb): void
  disk: Pick<ReturnType<typeof smallDisk>, 'fill' | 'mend'>
  /** From now on, at this many further steps (BEGIN, SAVEPOINT, RELEASE, before COMMIT, after it), the desk is killed. */
  killAt(step: number): void
  /** No longer. */
  spare(): void
  /** Nothing reaches the file any more. */
  kill(): void
  /** A new process. */
  revive(): void
}

/** @param killed is told when a step has killed the desk */
export function openHandleFaults(killed: () => void): HandleFaults {
  const disk = smallDisk()
  let dead = false
  let left: number | null = null
  const step = (): void => {
    if (left !== null) {
      left -= 1
      if (left < 0) {
        left = null
        dead = true
        killed()
      }
    }
    if (dead) throw new Error('The desk was killed.')
  }
  return {
    onOpen(db) {
      const prepare = db.prepare.bind(db)
      db.prepare = ((sql: string) => {
        const statement = prepare(sql)
        if (!/^(BEGIN|SAVEPOINT|RELEASE|COMMIT)/.test(sql)) return statement
        const run = statement.run.bind(statement)
        statement.run = () => {
          step()
          const done = run()
          // Committed, and killed before anybody heard of it.
          if (sql === 'COMMIT') step()
          return done
        }
        return statement
      }) as typeof prepare
      disk.onOpen(db)
    },
    disk,
    killAt(at) {
      left = at
    },
    spare() {
      left = null
    },
    kill() {
      left = null
      dead = true
    },
    revive() {
      left = null
      dead = false
    },
  }
}
