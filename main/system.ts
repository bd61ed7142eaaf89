import { renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import type { Clock, Log, Timers } from './ports.ts'

/** The computer's own clocks. */
export const systemClock: Clock = { now: () => Date.now(), elapsedMs: () => performance.now() }

const longestTimerMs = 2 ** 31 - 1

/** Node's timers; none of them keeps the process alive. */
export const systemTimers: Timers = {
  after(delayMs, run) {
    const timer = setTimeout(run, Math.min(delayMs, longestTimerMs))
    timer.unref()
    return () => clearTimeout(timer)
  },
}

const logBytesMost = 8 * 1024 * 1024

/** The log, as lines of JSON in `DATA/tocsin.log`; at a start a large one becomes `tocsin.log.1`. */
export function openLog(folder: string): Log & { close(): void } {
  const file = join(folder, 'tocsin.log')
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > logBytesMost) renameSync(file, `${file}.1`)
  const destination = pino.destination({ dest: file, mode: 0o600, sync: true })
  // A full disk takes no lines either: it is no reason to fall over.
  destination.on('error', () => undefined)
  const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination)
  return {
    info: (event, data) => log.info({ event, ...data }),
    warn: (event, data) => log.warn({ event, ...data }),
    error: (event, data) => log.error({ event, ...data }),
    close: () => destination.end(),
  }
}
