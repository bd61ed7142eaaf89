import { implement } from '@orpc/server'
import type { Away, CoverageReport, Deafness } from '../../preload/contract/coverage.ts'
import { contract } from '../../preload/contract/index.ts'
import type { Report } from '../edge/coverage/coverage.ts'
import type { DeafnessRow } from '../store/deafness-rows.ts'
import type { Happened } from '../store/queries/deafness.ts'
import type { ApiDeps } from './deps.ts'
import { rowId } from './ids.ts'
import { instant, instantOrNull, presentIncident } from './present.ts'

const os = implement(contract.coverage)

/** An absence shorter than this is nobody's news; the ledger has it. */
const awayFromMs = 2 * 60_000
/** A lack of proof is accepted for a month at most: then somebody looks again. */
const acceptedMostMs = 31 * 86_400_000

export function presentCoverage(report: Report): CoverageReport {
  return {
    state: report.state,
    since: instant(report.since),
    said: report.said,
    links: report.links.map(({ link, state, since, detail, acceptedUntil }) => ({
      link,
      state,
      since: instant(since),
      detail,
      acceptedUntil: instantOrNull(acceptedUntil),
    })),
    lastDeliveryAt: instantOrNull(report.lastDeliveryAt),
  }
}

export function coverageHandlers({ store, coverage, clock }: Pick<ApiDeps, 'store' | 'coverage' | 'clock'>) {
  return {
    get: os.get.handler(async () => presentCoverage(await coverage.report())),
    ledger: os.ledger.handler(async ({ input }) => {
      const before = input.before === undefined ? null : rowId(input.before)
      const page = await store.reader.ledger({ before, limit: input.limit, now: clock.now() })
      return { rev: page.rev, items: page.items.map(presentDeafness), next: page.next === null ? null : String(page.next) }
    }),
    away: os.away.handler(async () => {
      const { rev, intervals, incidents } = await store.reader.away(awayFromMs)
      return { rev, away: intervals.length === 0 ? null : { ...presentAway(intervals), incidents: incidents.map(presentIncident) } }
    }),
    dismissAway: os.dismissAway.handler(async () => {
      await store.dismissAway()
      return { rev: store.changes.rev() }
    }),
    accept: os.accept.handler(async ({ input, errors }) => {
      const until = input.until === null ? null : Date.parse(input.until)
      if (until !== null && (until <= clock.now() || until - clock.now() > acceptedMostMs)) {
        throw errors['not-possible']({
          message: 'A lack of proof is accepted until a date within the next 31 days.',
          data: { reason: 'until' },
        })
      }
      await store.acceptLink(input.link, until)
      return presentCoverage(await coverage.report())
    }),
  }
}

function presentDeafness(row: DeafnessRow & { happened: Happened }): Deafness {
  return {
    id: String(row.id),
    rev: row.rev,
    beganAt: instant(row.beganAt),
    endedAt: instantOrNull(row.endedAt),
    cause: row.cause,
    said: row.said,
    incidentId: row.incidentId,
    happened: row.happened,
    askedAt: instantOrNull(row.askedAt),
  }
}

function presentAway(intervals: readonly DeafnessRow[]): Omit<Away, 'incidents'> {
  const ends = intervals.map(({ beganAt, endedAt }) => ({ from: beganAt, to: endedAt ?? beganAt }))
  return {
    from: instant(Math.min(...ends.map(({ from }) => from))),
    to: instant(Math.max(...ends.map(({ to }) => to))),
    deafMs: ends.reduce((sum, { from, to }) => sum + to - from, 0),
    causes: [...new Set(intervals.map(({ cause }) => cause))],
    asked: intervals.every(({ askedAt }) => askedAt !== null),
  }
}
