import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { CoverageReport } from '../../preload/contract/coverage.ts'
import type { CoverageLink } from '../../preload/contract/words.ts'
import { useLive } from '../live/live.tsx'
import { useCoverage, useDesk, useSettings } from '../live/reads.ts'
import { AsOf, useStaleClass } from '../ui/as-of.tsx'
import { Icon } from '../ui/icons.tsx'
import { Bones, Empty, Key } from '../ui/parts.tsx'
import { hrefOf } from '../ui/route.ts'
import { saidBy } from '../ui/said.ts'
import { sayDone, sayFailed } from '../ui/toast.tsx'
import { usePractice } from '../ui/use-practice.ts'
import { AcceptChoice } from './accept-choice.tsx'
import { Band } from './band.tsx'
import './coverage.css'
import { LedgerTable } from './ledger.tsx'
import { Links } from './links.tsx'
import { Meanings } from './meanings.tsx'

/** Whether an alarm fired now would be heard, link by link. Nothing here is assumed. */
export function CoverageView() {
  const coverage = useCoverage()
  const practice = usePractice()
  const stale = useStaleClass()
  return (
    <>
      <div className="head">
        <h1>Coverage</h1>
        <span className="end" />
        <button type="button" className="btn" onClick={practice.run} disabled={practice.isRunning}>
          Practice alarm <Key of="practice" />
        </button>
      </div>
      <AsOf />
      {coverage.data !== undefined ? (
        <Report report={coverage.data} stale={stale} />
      ) : coverage.isError ? (
        <Empty
          title="Coverage can’t be read."
          acts={
            <button type="button" className="btn" onClick={() => void coverage.refetch()}>
              Try again
            </button>
          }
        >
          <p>{saidBy(coverage.error)} Until it is known, take it that nothing is heard.</p>
        </Empty>
      ) : (
        <Bones />
      )}
    </>
  )
}

function Report({ report, stale }: { report: CoverageReport; stale: string }) {
  const desk = useDesk()
  const { acts, failed } = useLinkActs()
  const [accepting, accept] = useState<CoverageLink | null>(null)
  const asked = report.links.find(({ link }) => link === accepting)
  return (
    <div className={`coverage scroll${stale}`} tabIndex={0} role="region" aria-label="Coverage, link by link">
      <Band report={report} />
      <Links report={report} act={(link) => acts[link] ?? null} onAccept={accept} />
      {failed !== null && (
        <p className="answer checked" role="status">
          <Icon name="cross" className="unknown" />
          <span className="wrap">
            <b>Checked just now:</b> {failed}
          </span>
        </p>
      )}
      <LedgerTable />
      <Meanings override={desk.data?.awsEndpointOverride ?? null} />
      {asked !== undefined && <AcceptChoice link={asked} onLeave={() => accept(null)} />}
    </div>
  )
}

/** Where each link is looked after. */
function useLinkActs(): { acts: Partial<Record<CoverageLink, ReactNode>>; failed: string | null } {
  const { client, cache } = useLive()
  const settings = useSettings()
  const check = useMutation({
    mutationFn: () => client.settings.checkPublicAddress(),
    onSuccess({ ok, said }) {
      if (ok) sayDone(said)
    },
    onError: (error) => sayFailed('It was not checked.', error),
    onSettled: () => cache.markStale(['coverage']),
  })
  const go = (href: string, label: string) => (
    <a className="btn small" href={href}>
      {label}
    </a>
  )
  const acts = {
    subscription: go(hrefOf('integrations'), 'Integrations'),
    'public-address':
      settings.data?.publicUrl == null ? (
        go(hrefOf('settings'), 'Set it')
      ) : (
        <button type="button" className="btn small" disabled={check.isPending} onClick={() => check.mutate()}>
          {check.isPending ? 'Checking' : 'Check now'}
        </button>
      ),
    receiver: go(hrefOf('inbound'), 'Open log'),
  }
  return { acts, failed: check.data?.ok === false ? check.data.said : null }
}
