import { expect, it } from 'vitest'
import { createStaleMarks } from '../../renderer/live/stale.ts'

/** A clock that is moved by hand. */
function handClock() {
  let now = 0
  let due: { at: number; run(): void }[] = []
  return {
    wait: {
      now: () => now,
      after(delayMs: number, run: () => void) {
        const one = { at: now + delayMs, run }
        due.push(one)
        return () => {
          due = due.filter((other) => other !== one)
        }
      },
    },
    forward(ms: number) {
      const end = now + ms
      for (;;) {
        const next = due.toSorted((a, b) => a.at - b.at)[0]
        if (next === undefined || next.at > end) break
        due = due.filter((one) => one !== next)
        now = next.at
        next.run()
      }
      now = end
    },
    waiting: () => due.length,
  }
}

it('reads a first mark again at once, and what is marked within the second together after it', () => {
  const clock = handClock()
  const read: string[] = []
  const marks = createStaleMarks(clock.wait, (mark) => read.push(`${clock.wait.now()} ${mark}`) > 0)
  marks.mark('counts')
  clock.forward(1)
  for (let at = 0; at < 900; at += 10) {
    marks.mark('counts', 'log')
    clock.forward(10)
  }
  expect(read).toEqual(['0 counts'])
  clock.forward(2_000)
  expect(read).toEqual(['0 counts', '1000 counts', '1000 log'])
})

it('tries again what could not be read, and no more once it was', () => {
  const clock = handClock()
  let isBusy = true
  let tries = 0
  const marks = createStaleMarks(clock.wait, () => {
    tries += 1
    return !isBusy
  })
  marks.mark('counts')
  clock.forward(2_500)
  expect(tries).toBe(3)
  isBusy = false
  clock.forward(10_000)
  expect(tries).toBe(4)
  expect(clock.waiting()).toBe(0)
})

it('leaves no timer when it is closed', () => {
  const clock = handClock()
  const marks = createStaleMarks(clock.wait, () => true)
  marks.mark('counts')
  marks.close()
  expect(clock.waiting()).toBe(0)
})
