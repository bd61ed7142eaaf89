import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startDesk } from './contenders.ts'
import { spread, table } from './figures.ts'
import { load, requestsTo } from './load.ts'
import { fillStore } from './million.ts'
import { signMessages } from './signed-messages.ts'

const restMs = 10_000
const deliveries = 100_000
const million = 1_000_000
const connections = 64

/** Memory at rest and after 100,000 deliveries, and the CPU that a desk at rest takes. */
export async function memory(): Promise<string> {
  const { certificatePem, messages } = await signMessages(deliveries)
  const desk = await startDesk({ certificatePem })
  try {
    await wait(restMs)
    const atRest = desk.residentBytes()
    const before = desk.cpuSeconds()
    await wait(restMs)
    const share = ((desk.cpuSeconds() - before) / (restMs / 1_000)) * 100
    const requests = requestsTo(desk.url, messages)
    const result = await load({ url: desk.url, connections, requests, from: 0, forMs: 10 * 60_000 })
    const atOnce = desk.residentBytes()
    await wait(restMs)
    return table(
      ['the desk', 'MB resident'],
      [
        [`at rest, after ${restMs / 1_000} s (CPU ${share.toFixed(2)} % of a core)`, megabytes(atRest)],
        [`right after ${result.answered.toLocaleString('en')} deliveries (${result.refused} not 200)`, megabytes(atOnce)],
        [`${restMs / 1_000} s later`, megabytes(desk.residentBytes())],
      ],
    )
  } finally {
    await desk.stop()
  }
}

/** From the start of the process to its ready line, with an empty store and with a million deliveries. */
export async function start({ rounds }: { rounds: number }): Promise<string> {
  const { certificatePem } = await signMessages(1)
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-bench-start-'))
  const timed = async (): Promise<number[]> => {
    const times: number[] = []
    for (let round = 0; round < rounds; round++) {
      const desk = await startDesk({ certificatePem, dataDir: folder })
      times.push(desk.readyMs)
      await desk.stop()
    }
    return times
  }
  try {
    const first = await startDesk({ certificatePem, dataDir: folder })
    await first.connect()
    await first.stop()
    const empty = await timed()
    fillStore(folder, million)
    const full = await timed()
    return table(
      ['start to ready line', 'ms'],
      [
        ['empty', spread(empty, 0)],
        [`${million.toLocaleString('en')} deliveries`, spread(full, 0)],
      ],
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(0)
