import { useMemo } from 'react'
import type { Delivery } from '../../preload/contract/deliveries.ts'
import type { Integration } from '../../preload/contract/integrations.ts'
import { useDeliveries } from '../live/reads.ts'
import { plural } from '../ui/format.ts'
import { Bones, Clock } from '../ui/parts.tsx'
import { hrefOf } from '../ui/route.ts'
import { saidBy } from '../ui/said.ts'

const shown = 8
const news: readonly Delivery['disposition'][] = [
  'opened',
  'appended',
  'closed',
  'unmapped',
  'rejected',
  'awaiting-confirmation',
  'unsubscribed',
  'confirmation-failed',
]

const reasons: Record<string, string> = {
  topic: 'topic not on the list',
  signature: 'signature does not match',
  certificate: 'not AWS’s certificate',
  unsigned: 'not signed: raw delivery',
  stale: 'too old',
  malformed: 'no SNS message',
  'too-large': 'larger than SNS sends',
  'nothing-open': 'nothing open for it',
  rule: 'by a rule',
}

/** The newest of what it brought. */
export function LastDeliveries({ integration }: { integration: Integration }) {
  const filter = useMemo(() => ({ integrationId: integration.id, disposition: null, q: '' }), [integration.id])
  const log = useDeliveries(filter)
  const rows = log.isPlaceholderData ? [] : log.rows.slice(0, shown)
  const its = hrefOf('inbound', null, { integration: integration.id })
  return (
    <section aria-labelledby="last">
      <h3 className="h" id="last">
        Last deliveries <span>{plural(integration.deliveriesToday, 'in 24 h', 'in 24 h')}</span>
        <span className="end">
          <a href={its}>Its log</a>
        </span>
      </h3>
      {log.isError && rows.length === 0 ? (
        <p className="m s under">
          They can’t be read. {saidBy(log.error)}{' '}
          <button type="button" className="aslink" onClick={() => void log.refetch()}>
            Try again
          </button>
        </p>
      ) : log.isPending || log.isPlaceholderData ? (
        <Bones rows={4} />
      ) : rows.length === 0 ? (
        <p className="m s under">Nothing has come yet.</p>
      ) : (
        <div className="lastd dense" role="table" aria-labelledby="last">
          <div role="rowgroup">
            <div role="row" className="cols in">
              <span role="columnheader">Received</span>
              <span role="columnheader">Disposition</span>
              <span role="columnheader">Subject</span>
              <span role="columnheader">Became</span>
            </div>
          </div>
          <div role="rowgroup">
            {rows.map((row) => (
              <div key={row.id} role="row" className={`row in still${news.includes(row.disposition) ? '' : ' f'}`}>
                <span role="cell" className="mono">
                  <a className="quietlink" href={hrefOf('inbound', row.id)}>
                    <Clock at={row.receivedAt} />
                  </a>
                </span>
                <span role="cell" className="clip">
                  {row.dispositionLabel}
                </span>
                <span role="cell" className="clip">
                  <bdi>{(row.subject ?? row.alarm?.title ?? row.type ?? 'no subject').slice(0, 300)}</bdi>
                </span>
                <span role="cell" className="clip">
                  {row.incidentId === null ? (
                    <bdi className="f">{row.reason === null ? '' : (reasons[row.reason] ?? row.reason.replaceAll('-', ' '))}</bdi>
                  ) : (
                    <a className="id" href={hrefOf('incidents', row.incidentId)}>
                      {row.incidentShortId ?? 'incident'}
                    </a>
                  )}
                </span>
              </div>
            ))}
          </div>
        </div>
      )}
    </section>
  )
}
