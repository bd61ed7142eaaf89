import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Book, type Observed, planLedger } from '../../../main/core/coverage/ledger.ts'

const graceMs = 120_000
const empty: Book = { notOver: null, lastEndedAt: null, unaskedSince: null }
const hears: Observed = { at: 1_000_000, idle: false, deaf: null, sure: true, gap: null }
const deaf = (since: number) => ({ cause: 'tunnel' as const, said: 'It is away.', since, told: false })
const off = { from: 400_000, cause: 'off' as const, said: 'Tocsin was not running.' }
const open = (told = false): Book => ({ ...empty, notOver: { beganAt: 500_000, told }, lastEndedAt: 100_000 })

describe('the deafness ledger', () => {
  it('is left alone while all is well', () => {
    expect(planLedger(empty, hears, graceMs)).toEqual([])
  })

  it('begins when the desk is deaf, and tells once that has lasted', () => {
    const begun = planLedger(empty, { ...hears, deaf: deaf(1_000_000) }, graceMs)
    expect(begun).toEqual([{ step: 'begin', at: 1_000_000, cause: 'tunnel', said: 'It is away.' }])
    expect(planLedger(open(), { ...hears, deaf: deaf(1_000_000 - graceMs + 1) }, graceMs)).toEqual([])
    expect(planLedger(open(), { ...hears, deaf: deaf(1_000_000 - graceMs) }, graceMs)).toMatchObject([{ step: 'tell' }])
    expect(planLedger(open(true), { ...hears, deaf: deaf(1_000_000 - graceMs) }, graceMs)).toEqual([])
  })

  it('holds what was found out only afterwards, from where nobody was there', () => {
    expect(planLedger(empty, { ...hears, gap: off }, graceMs)).toEqual([
      { step: 'begin', at: 400_000, cause: 'off', said: 'Tocsin was not running.' },
      { step: 'end', at: 1_000_000 },
    ])
    // A start that finds the tunnel away is told of by the time that it was seen, not by the time that nobody looked.
    expect(planLedger(empty, { ...hears, gap: off, deaf: deaf(1_000_000) }, graceMs).map(({ step }) => step)).toEqual(['begin'])
  })

  it('holds an absence once, and tells nobody twice', () => {
    expect(planLedger({ notOver: null, lastEndedAt: 500_000 }, { ...hears, gap: off }, graceMs)).toEqual([])
    const told = { ...deaf(1_000_000 - graceMs), told: true }
    expect(planLedger(empty, { ...hears, deaf: told }, graceMs).map(({ step }) => step)).toEqual(['begin'])
  })

  it('does not end before it was looked', () => {
    expect(planLedger(open(), { ...hears, sure: false }, graceMs)).toEqual([])
    expect(planLedger(open(), hears, graceMs)).toEqual([{ step: 'end', at: 1_000_000 }])
  })

  it('ends where nothing is connected any more', () => {
    expect(planLedger(open(), { ...hears, idle: true, sure: false }, graceMs)).toEqual([{ step: 'end', at: 1_000_000 }])
    expect(planLedger(empty, { ...hears, idle: true, gap: off }, graceMs)).toEqual([])
  })

  it('never overlaps, never ends before it began, and tells once an interval, whatever is observed and however the clock jumps', () => {
    const observed = fc.record({
      stepMs: fc.integer({ min: -300_000, max: 600_000 }),
      idle: fc.boolean(),
      sure: fc.boolean(),
      deafForMs: fc.option(fc.integer({ min: -1_000, max: 300_000 })),
      gapMs: fc.option(fc.integer({ min: -1_000, max: 900_000 })),
    })
    fc.assert(
      fc.property(fc.array(observed, { maxLength: 40 }), (all) => {
        let at = 10_000_000
        const ledger: { beganAt: number; endedAt: number | null; told: number }[] = []
        for (const { stepMs, idle, sure, deafForMs, gapMs } of all) {
          at += stepMs
          const last = ledger.at(-1)
          const ended = ledger.flatMap(({ endedAt }) => endedAt ?? [])
          const book: Book = {
            notOver: last !== undefined && last.endedAt === null ? { beganAt: last.beganAt, told: last.told > 0 } : null,
            lastEndedAt: ended.length === 0 ? null : Math.max(...ended),
            unaskedSince: null,
          }
          const steps = planLedger(
            book,
            {
              at,
              idle,
              sure,
              deaf: deafForMs === null ? null : deaf(at - deafForMs),
              gap: gapMs === null ? null : { ...off, from: at - gapMs },
            },
            graceMs,
          )
          for (const step of steps) {
            const current = ledger.at(-1)
            if (step.step === 'begin') {
              expect(current?.endedAt ?? 0).not.toBeNull()
              expect(step.at).toBeGreaterThanOrEqual(current?.endedAt ?? 0)
              ledger.push({ beganAt: step.at, endedAt: null, told: 0 })
            } else {
              expect(current?.endedAt).toBeNull()
              if (current === undefined) throw new Error('A step without an interval.')
              if (step.step === 'tell') current.told += 1
              else current.endedAt = step.at
              expect(current.told).toBeLessThanOrEqual(1)
              expect(current.endedAt ?? step).toSatisfy((end) => typeof end !== 'number' || end >= current.beganAt)
            }
          }
        }
      }),
    )
  })
})
