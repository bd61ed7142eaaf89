import { type Contender, startCarried, startDesk } from './contenders.ts'
import { goal, median, quantile, spread, table } from './figures.ts'
import { type LoadResult, load, requestsTo } from './load.ts'
import type { SignedMessages } from './signed-messages.ts'

export interface IngestOptions {
  rounds: number
  connections: readonly number[]
  forMs: number
  /** Another checkout, built, to compare with in the same rounds. */
  against: string | null
  searching: boolean
}

interface Measured {
  perSecond: number
  p50: number
  p99: number
  /** Microseconds of processor time a request, of all its threads. */
  cpuUs: number
}

/** So many each server takes unmeasured first, so that its code is compiled as it is for the rest of its life. */
const warmUp = 8_000
/** In so many turns the time at one number of connections is cut, so that a noisy neighbour harms all alike. */
const turns = 4
/** Enough for a round of the fastest server. */
export const messagesARound = ({ connections, forMs }: Pick<IngestOptions, 'connections' | 'forMs'>): number =>
  Math.ceil((warmUp + connections.reduce((sum, many) => sum + forMs * (many === 1 ? 2.5 : 11), 0)) / 1_000) * 1_000

/** The goals at each number of connections: at least so many times glue. */
const goals: Readonly<Record<number, number>> = { 1: 1.2, 16: 3.5, 64: 4 }

/**
 * The whole path of a delivery, from its bytes to the 200 that vouches for them: the product against glue, each in a process
 * of its own, fresh and with an empty store in each round, the same signed messages for both, turn by turn.
 */
export async function ingest({ certificatePem, messages }: SignedMessages, options: IngestOptions): Promise<string> {
  const { rounds, connections, forMs, against, searching } = options
  const starts: [string, () => Promise<Contender>][] = [
    ['glue', () => startCarried('glue', certificatePem)],
    ['tocsin', async () => (searching ? withSearch(await startDesk({ certificatePem })) : startDesk({ certificatePem }))],
    ['limit', () => startCarried('limit', certificatePem)],
  ]
  if (against !== null) starts.push([against, () => startDesk({ certificatePem, checkout: against })])
  const measured = new Map<string, Measured[]>()

  for (let round = 0; round < rounds; round++) {
    const running = await Promise.all(
      starts.map(async ([name, start]) => ({ name, server: await start(), at: 0, requests: [] as Buffer[] })),
    )
    // Who goes first changes, so that nobody always finds the disk as the other left it.
    if (round % 2 === 1) running.reverse()
    try {
      for (const one of running) {
        one.requests = requestsTo(one.server.url, messages)
        one.at += (await burst(one.server, one.requests.slice(0, warmUp), 0, 64, Number.POSITIVE_INFINITY)).used
      }
      for (const many of connections) {
        const results = running.map((one) => ({ one, parts: [] as LoadResult[], cpuSeconds: 0 }))
        for (let turn = 0; turn < turns; turn++) {
          for (const result of results) {
            const { server, requests, at } = result.one
            const cpuBefore = server.cpuSeconds()
            const part = await burst(server, requests, at, many, forMs / turns)
            result.cpuSeconds += server.cpuSeconds() - cpuBefore
            result.parts.push(part)
            result.one.at += part.used
          }
        }
        for (const { one, parts, cpuSeconds } of results) {
          const key = keyOf(one.name, many)
          measured.set(key, [...(measured.get(key) ?? []), figuresOf(parts, cpuSeconds)])
        }
      }
    } finally {
      for (const { server } of running) await server.stop()
    }
  }
  return report(
    starts.map(([name]) => name),
    measured,
    options,
  )
}

async function burst(server: Contender, requests: Buffer[], from: number, connections: number, forMs: number): Promise<LoadResult> {
  const result = await load({ url: server.url, connections, requests, from, forMs })
  if (result.refused > 0) throw new Error(`${result.refused} of ${result.answered} were not answered 200.`)
  if (result.used === 0) throw new Error('There were too few messages for this round.')
  return result
}

function figuresOf(parts: readonly LoadResult[], cpuSeconds: number): Measured {
  const answered = parts.reduce((sum, part) => sum + part.answered, 0)
  const tookMs = parts.reduce((sum, part) => sum + part.tookMs, 0)
  const latenciesMs = Float64Array.from(parts.flatMap((part) => [...part.latenciesMs])).sort()
  return {
    perSecond: answered / (tookMs / 1_000),
    p50: quantile(latenciesMs, 0.5),
    p99: quantile(latenciesMs, 0.99),
    cpuUs: (cpuSeconds * 1_000_000) / answered,
  }
}

const keyOf = (name: string, connections: number): string => `${connections} ${name}`

function report(names: readonly string[], measured: ReadonlyMap<string, Measured[]>, { connections, searching }: IngestOptions): string {
  const of = (name: string, many: number) => measured.get(keyOf(name, many)) ?? []
  const ratios = (name: string, many: number) =>
    of(name, many).map(({ perSecond }, round) => perSecond / (of('glue', many)[round]?.perSecond ?? 0))
  const rows = connections.flatMap((many) =>
    names.map((name) => {
      const column = (figure: keyof Measured, digits: number) =>
        spread(
          of(name, many).map((one) => one[figure]),
          digits,
        )
      return [
        String(many),
        name,
        column('perSecond', 0),
        name === 'glue' ? '1' : spread(ratios(name, many), 2),
        column('p50', 2),
        column('p99', 1),
        column('cpuUs', 0),
      ]
    }),
  )
  const reached = connections.flatMap((many) => {
    const wanted = goals[many]
    if (wanted === undefined) return []
    const ratio = median(ratios('tocsin', many))
    return goal(`${many} connections, times glue`, ratio, ratio >= wanted, `${wanted} or more`)
  })
  const most = Math.max(...connections)
  const tail = median(of('tocsin', most).map(({ p99 }, round) => p99 / (of('glue', most)[round]?.p50 ?? 0)))
  reached.push(goal(`p99 at ${most}, times glue’s median`, tail, tail <= 2, '2 or less'))
  const head = ['connections', 'server', 'requests/s', 'times glue', 'p50 ms', 'p99 ms', 'CPU µs/request']
  return `${searching ? 'Ingest while searching' : 'Ingest'}\n\n${table(head, rows)}\n\n${reached.join('\n')}`
}

/** One search for what is rare after another, as an impatient operator would, as long as the server runs. */
function withSearch<D extends Contender & { api(path: string): Promise<unknown> }>(desk: D): D {
  let stopping = false
  const searching = (async () => {
    while (!stopping) await desk.api('/deliveries?q=rare&limit=50')
  })().catch((error: unknown) => {
    if (!stopping) throw error
  })
  return {
    ...desk,
    async stop() {
      stopping = true
      await searching
      await desk.stop()
    },
  }
}
