import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** What may be thrown away and made again: logs, stamps, downloads, an unpacked browser. */
export const cache = join(root, '.cache')

/**
 * One line of the runner's own. On stderr: stdout is the program's.
 * @param {string} line
 */
export const say = (line) => void process.stderr.write(`tocsin: ${line}\n`)

/** Set-up can't go on. The message is a sentence that tells the reader what to do; no stack is shown. */
export class SetupError extends Error {}

/** A child was ended by a signal that also means us. */
export class Interrupted extends Error {
  /** @param {number} exitCode 128 and the signal's number, as a shell says it */
  constructor(exitCode) {
    super(`interrupted (${exitCode})`)
    this.exitCode = exitCode
  }
}
