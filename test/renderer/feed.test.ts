import { describe, expect, it } from 'vitest'
import type { Change } from '../../preload/contract/changes.ts'
import { type Connection, type FeedDeps, follow, nextPlace, retryDelayMs } from '../../renderer/live/feed.ts'

const hello = (id: string): Change => ({ id, kind: 'hello' })
const gone = (id: string): Change => ({ id, kind: 'integration-removed', integrationId: 'x' })
const refusal = new Error('401')

/** A desk that plays one script for each time the news is opened, and then is over. */
function played(scripts: readonly (readonly (Change | Error)[])[]) {
  const asked: (string | undefined)[] = []
  const heard: string[] = []
  const states: Connection['state'][] = []
  const waits: number[] = []
  const over = new AbortController()
  const deps: FeedDeps = {
    async *open(since) {
      const script = scripts[asked.length]
      asked.push(since)
      if (script === undefined) {
        over.abort()
        return
      }
      for (const one of script) {
        if (one instanceof Error) throw one
        yield one
      }
    },
    heard: (change) => heard.push(change.id),
    connection: ({ state }) => states.push(state),
    isRefusal: (error) => error === refusal,
    now: () => 0,
    wait: async (delayMs) => {
      waits.push(delayMs)
    },
  }
  return { run: () => follow(deps, over.signal, () => new AbortController().signal), asked, heard, states, waits }
}

describe('the news', () => {
  it('goes on from the last change after a break', async () => {
    const desk = played([
      [hello('e-5'), gone('e-6'), gone('e-7')],
      [hello('e-9'), gone('e-8'), gone('e-9')],
    ])
    await desk.run()
    expect(desk.asked).toEqual([undefined, 'e-7', 'e-9'])
    expect(desk.heard).toEqual(['e-5', 'e-6', 'e-7', 'e-9', 'e-8', 'e-9'])
  })

  it('does not take a greeting for news: a break right after it misses nothing', async () => {
    const desk = played([[hello('e-5'), gone('e-6')], [hello('e-9')], [hello('e-9')]])
    await desk.run()
    expect(desk.asked).toEqual([undefined, 'e-6', 'e-6', 'e-6'])
  })

  it('begins anew where the desk does', () => {
    expect(nextPlace('e-6', hello('f-2'))).toBe('f-2')
    expect(nextPlace('e-6', { id: 'f-2', kind: 'snapshot-needed' })).toBe('f-2')
    expect(nextPlace(undefined, hello('e-5'))).toBe('e-5')
  })

  it('says nothing of a break that heals at once, and says gone where it does not', async () => {
    const healed = played([[hello('e-1')], [hello('e-1')]])
    await healed.run()
    expect(healed.states).not.toContain('gone')
    const broken = played([[hello('e-1')], [new Error('refused')], [new Error('refused')], [hello('e-1')]])
    await broken.run()
    expect(broken.states).toEqual(['opening', 'open', 'gone', 'gone', 'open'])
    expect(broken.waits.slice(0, 3)).toEqual([50, retryDelayMs(0), retryDelayMs(1)])
  })

  it('stops where the desk does not know the token', async () => {
    const desk = played([[refusal]])
    await desk.run()
    expect(desk.states.at(-1)).toBe('refused')
    expect(desk.asked).toHaveLength(1)
  })

  it('never waits longer than four seconds', () => {
    expect([0, 1, 2, 3, 4, 5, 60].map(retryDelayMs)).toEqual([250, 500, 1_000, 2_000, 4_000, 4_000, 4_000])
  })
})
