import { describe, expect, it, onTestFinished } from 'vitest'
import type { TunnelState } from '../../../main/core/tunnel/tunnel-state.ts'
import { openSupervisor } from '../../../main/edge/tunnel/supervisor.ts'
import { handClock } from '../../harness/clock.ts'
import { eventually } from '../../harness/eventually.ts'
import { handTunnel } from '../../harness/tunnel.ts'

function setUp(...outcomes: Parameters<typeof handTunnel>) {
  const clock = handClock()
  const driver = handTunnel(...outcomes)
  const logged: { level: string; event: string; data?: Record<string, unknown> }[] = []
  const heard: TunnelState[] = []
  const supervisor = openSupervisor({
    clock,
    timers: clock,
    log: {
      info: (event, data) => void logged.push({ level: 'info', event, data }),
      warn: (event, data) => void logged.push({ level: 'warn', event, data }),
      error: (event, data) => void logged.push({ level: 'error', event, data }),
    },
    random: () => 0.5,
  })
  supervisor.subscribe((state) => heard.push(state))
  onTestFinished(async () => {
    await supervisor.close()
    expect(clock.waiting(), 'waits left behind').toBe(0)
    expect(driver.openNow(), 'tunnels left open').toBe(0)
  })
  const options = { forwardTo: 'http://127.0.0.1:1', authtoken: 't', apiKey: null, domain: null, standIn: true }
  const keep = () => supervisor.keep((signal) => driver.open(options, signal))
  const until = (state: TunnelState['state']) => eventually(() => expect(supervisor.state().state).toBe(state))
  return { clock, driver, logged, heard, supervisor, keep, until }
}

describe('the supervisor of a tunnel', () => {
  it('opens, and says since when it is up and where', async () => {
    const { clock, supervisor, keep, until, heard, logged } = setUp('https://a.example')
    await keep()
    await until('up')
    expect(supervisor.state()).toEqual({ state: 'up', since: clock.now(), failures: 0, url: 'https://a.example' })
    expect(heard.map(({ state }) => state)).toEqual(['opening', 'up'])
    expect(logged).toContainEqual({ level: 'info', event: 'tunnel.up', data: { url: 'https://a.example', standsIn: false, note: null } })
  })

  it.each(['no-token', 'token-refused', 'domain-refused'] as const)('does not try again by itself after %s', async (reason) => {
    const { clock, driver, supervisor, keep, until } = setUp(reason)
    await keep()
    await until('down')
    expect(supervisor.state()).toMatchObject({ trouble: { reason }, nextTryAt: null })
    await clock.advance(24 * 3_600_000)
    supervisor.hurry()
    await clock.advance(60_000)
    expect(driver.asked).toHaveLength(1)
    driver.next('https://a.example')
    supervisor.hurry('what-waits-for-the-operator')
    await until('up')
  })

  it('is lost and found: down at once, with when it will be tried, and since when it is down while it is tried', async () => {
    const { clock, driver, supervisor, keep, until, heard } = setUp('https://a.example')
    await keep()
    await until('up')
    await clock.advance(3_600_000)
    driver.next('no-network', 'https://a.example')
    driver.lose('closed')
    await until('down')
    const lostAt = clock.now()
    expect(supervisor.state()).toEqual({
      state: 'down',
      since: lostAt,
      failures: 1,
      trouble: { reason: 'closed', code: null },
      nextTryAt: lostAt + 750,
    })
    await clock.advance(750)
    await until('down')
    expect(supervisor.state()).toMatchObject({ since: lostAt, failures: 2, nextTryAt: lostAt + 750 + 1_500 })
    await clock.advance(1_500)
    await until('up')
    expect(heard.filter(({ state }) => state === 'opening').at(-1)).toMatchObject({ lost: { since: lostAt } })
    expect(driver.openNow()).toBe(1)
  })

  it('tries ever more seldom what falls again at once', async () => {
    const { clock, driver, supervisor, keep, until } = setUp('https://a.example')
    await keep()
    const waits: number[] = []
    for (let round = 0; round < 12; round += 1) {
      await until('up')
      driver.lose('closed')
      await until('down')
      const state = supervisor.state()
      const waitMs = state.state === 'down' ? (state.nextTryAt ?? 0) - clock.now() : 0
      waits.push(waitMs)
      await clock.advance(waitMs)
    }
    await until('up')
    expect(waits.slice(0, 4)).toEqual([750, 1_500, 3_000, 6_000])
    expect(waits.at(-1)).toBe(90_000)
  })

  it('gives up what takes too long, and closes what comes after all', async () => {
    const { clock, driver, supervisor, keep, until } = setUp('waits', 'https://b.example')
    await keep()
    await clock.advance(30_000)
    await until('down')
    expect(supervisor.state()).toMatchObject({ trouble: { reason: 'no-network' } })
    driver.arrive('https://late.example')
    await eventually(() => expect(driver.openNow()).toBe(0))
    await clock.advance(2_000)
    await until('up')
    expect(supervisor.state()).toMatchObject({ url: 'https://b.example' })
  })

  it('is stopped while it opens: off at once, and what comes after all is closed', async () => {
    const { driver, supervisor, keep } = setUp('waits')
    await keep()
    expect(supervisor.state().state).toBe('opening')
    await supervisor.keep(null)
    expect(supervisor.state().state).toBe('off')
    driver.arrive('https://late.example')
    await eventually(() => expect(driver.openNow()).toBe(0))
    expect(supervisor.state().state).toBe('off')
  })

  it('closes what was open before it opens another', async () => {
    const { driver, supervisor, keep, until } = setUp('https://a.example')
    await keep()
    await until('up')
    driver.next('https://b.example')
    await keep()
    await until('up')
    expect(driver.openNow()).toBe(1)
    expect(supervisor.state()).toMatchObject({ url: 'https://b.example' })
  })

  it('survives a driver that throws', async () => {
    const { clock, logged, keep, until } = setUp({ throws: 'broken' }, 'https://a.example')
    await keep()
    await until('down')
    expect(logged).toContainEqual({ level: 'error', event: 'tunnel.failed', data: { said: 'broken' } })
    await clock.advance(20_000)
    await until('up')
  })

  it('tries at once when the computer wakes, but no more often than it wakes', async () => {
    const { driver, supervisor, keep, until } = setUp('no-network')
    await keep()
    await until('down')
    driver.next('https://a.example')
    supervisor.hurry()
    await until('up')
    supervisor.hurry()
    expect(driver.asked).toHaveLength(2)
  })
})
