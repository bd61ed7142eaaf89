import { describe, expect, it, onTestFinished } from 'vitest'
import { openRounds } from '../../main/edge/rounds.ts'
import { handClock } from '../harness/clock.ts'

/** Rounds whose work is the test's own. */
function setUp(work: (now: number, stopping: AbortSignal) => Promise<boolean>, nextAt: () => number | null = () => null) {
  const clock = handClock()
  const logged: string[] = []
  const hear = (event: string) => void logged.push(event)
  const rounds = openRounds({ clock, timers: clock, log: { info: hear, warn: hear, error: hear } }, 'test', work, nextAt)
  onTestFinished(rounds.close)
  return { clock, logged, rounds }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('rounds', () => {
  it('go once more where somebody asks while they work, and never two at a time', async () => {
    let [running, most, done] = [0, 0, 0]
    let finish: () => void = () => undefined
    const { rounds } = setUp(async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise<void>((resolve) => {
        finish = resolve
      })
      running -= 1
      done += 1
      return false
    })
    for (let n = 0; n < 5; n++) rounds.look()
    finish()
    await turn()
    finish()
    await turn()
    expect({ most, done, running }).toEqual({ most: 1, done: 2, running: 0 })
  })

  it('go on at once while there may be more', async () => {
    let left = 3
    const { rounds } = setUp(() => Promise.resolve(--left > 0))
    rounds.look()
    await turn()
    expect(left).toBe(0)
  })

  it('sleep until the next thing is due, and look at least once a minute in case the clock is changed', async () => {
    let worked = 0
    let dueAt: number | null = null
    const { clock, rounds } = setUp(
      () => {
        worked += 1
        return Promise.resolve(false)
      },
      () => dueAt,
    )
    dueAt = clock.now() + 5_000
    rounds.look()
    await clock.advance(4_999)
    expect(worked).toBe(1)
    dueAt = clock.now() + 3_600_000
    await clock.advance(1)
    expect(worked).toBe(2)
    await clock.advance(60_000)
    expect(worked).toBe(3)
    dueAt = null
    await clock.advance(60_000)
    expect(worked).toBe(4)
    expect(clock.waiting()).toBe(0)
  })

  it('that fail say so and try again in a second, not at once', async () => {
    let tries = 0
    const { clock, logged, rounds } = setUp(() => {
      tries += 1
      return tries < 3 ? Promise.reject(new Error('the disk is full')) : Promise.resolve(false)
    })
    rounds.look()
    await turn()
    expect(tries).toBe(1)
    await clock.advance(999)
    expect(tries).toBe(1)
    await clock.advance(1)
    expect(tries).toBe(2)
    await clock.advance(1_000)
    expect([tries, logged]).toEqual([3, ['test.failed', 'test.failed']])
  })

  it('that can not be told what is next fail like any other, and go on', async () => {
    let broken = true
    let worked = 0
    const { clock, logged, rounds } = setUp(
      () => {
        worked += 1
        return Promise.resolve(false)
      },
      () => {
        if (broken) throw new Error('the store is closed')
        return null
      },
    )
    rounds.look()
    await turn()
    expect([worked, logged]).toEqual([1, ['test.failed']])
    broken = false
    await clock.advance(1_000)
    expect([worked, logged]).toEqual([2, ['test.failed']])
  })

  it('close when what is under way has ended, and leave no timer', async () => {
    let stopped = false
    const { clock, rounds } = setUp(
      (_now, stopping) =>
        new Promise((resolve) =>
          stopping.addEventListener('abort', () => {
            stopped = true
            resolve(true)
          }),
        ),
      () => 0,
    )
    rounds.look()
    await rounds.close()
    expect([stopped, clock.waiting()]).toEqual([true, 0])
    rounds.look()
    await turn()
    expect(clock.waiting()).toBe(0)
  })
})
