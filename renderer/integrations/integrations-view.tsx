import { useCallback, useRef, useState } from 'react'
import type { Integration } from '../../preload/contract/integrations.ts'
import { useLive } from '../live/live.tsx'
import { useChanges, useIntegrations } from '../live/reads.ts'
import { AsOf, useStaleClass } from '../ui/as-of.tsx'
import { useCommands } from '../ui/commands.tsx'
import { plural } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { Bones, Empty, Key } from '../ui/parts.tsx'
import { hrefOf, replaceRoute, useRoute } from '../ui/route.ts'
import { type Item, Rows } from '../ui/rows.tsx'
import { saidBy } from '../ui/said.ts'
import { useIntegrationActs } from './acts.ts'
import { CreateDialog } from './create-dialog.tsx'
import { Detail } from './detail.tsx'
import { IntegrationCells, integrationCols } from './integration-row.tsx'
import './integrations.css'

const rowHeight = 33

/** What may speak to this desk: each source with its address, whom it believes, and what it brought. */
export function IntegrationsView() {
  const { id, query } = useRoute()
  const { cache } = useLive()
  const integrations = useIntegrations()
  const acts = useIntegrationActs()
  const stale = useStaleClass()
  const pane = useRef<HTMLDivElement>(null)
  const [chosenId, choose] = useState<string | null>(null)

  // Their URLs hang on the public address.
  useChanges(
    useCallback(
      (change) => {
        if (change.kind === 'settings') cache.markStale(['integrations'])
      },
      [cache],
    ),
  )

  const { items } = integrations
  const wanted = id ?? chosenId
  const open = items.find((one) => one.id === wanted) ?? (id === null ? (items.find(({ practice }) => !practice) ?? items[0]) : undefined)
  const isMissing = id !== null && open === undefined && integrations.isSuccess
  const asksNew = query.new === '1'
  const place = (one: string | null, fresh = false) => replaceRoute(hrefOf('integrations', one, { new: fresh ? '1' : null }))
  const create = () => place(id, true)
  const select = (one: string) => {
    choose(one)
    if (one !== id) place(one)
  }
  useCommands({ 'integration.new': create })

  const rows: Item<Integration>[] = items.map((row) => ({ kind: 'row', key: row.id, row }))
  const real = items.filter(({ practice }) => !practice)
  const topics = new Set(real.flatMap((one) => one.topics)).size
  return (
    <>
      <div className="head">
        <h1>Integrations</h1>
        {real.length > 0 && (
          <span className="m s w9">
            {plural(real.length, 'integration')}, {topics === 0 ? 'no topic yet' : plural(topics, 'topic')}
          </span>
        )}
        <span className="end" />
        <a className={`btn${items.length === 0 && integrations.isSuccess ? ' primary' : ''}`} href={hrefOf('setup')}>
          Set up in AWS
        </a>
        <button type="button" className="btn" onClick={create}>
          <Icon name="plus" />
          New integration <Key of="integration.new" />
        </button>
      </div>
      <AsOf />
      {integrations.isError && items.length === 0 ? (
        <Empty
          title="The integrations can’t be read."
          acts={
            <button type="button" className="btn" onClick={() => void integrations.refetch()}>
              Try again
            </button>
          }
        >
          <p>{saidBy(integrations.error)}</p>
        </Empty>
      ) : integrations.isPending ? (
        <Bones />
      ) : items.length === 0 ? (
        <Empty title="Nothing is connected yet.">
          <p>
            An integration is one source of alarms: a secret URL that SNS posts to, the topics that are believed, and rules for what they
            say. Set up in AWS makes one, shows a plan, and proves it with a first delivery; or make one by hand, subscribe its URL to a
            topic, and confirm it here with one click.
          </p>
        </Empty>
      ) : (
        <>
          <div className={`intlist${stale}`}>
            <Rows
              plain
              label="Integrations"
              className="intg"
              cols={integrationCols}
              items={rows}
              rowHeight={rowHeight}
              activeKey={open?.id ?? null}
              onActive={select}
              onOpen={() => pane.current?.focus()}
              rowClass={() => ''}
            >
              {(row) => <IntegrationCells row={row} acts={acts} />}
            </Rows>
          </div>
          {isMissing && (
            <Empty
              title="This integration is gone."
              acts={
                <a className="btn" href={hrefOf('integrations')}>
                  Show the others
                </a>
              }
            >
              <p>It was deleted. What it delivered stays in the Inbound log, and its incidents stay in the queue.</p>
            </Empty>
          )}
          {open !== undefined && <Detail key={open.id} ref={pane} integration={open} acts={acts} onGone={() => place(null)} />}
        </>
      )}
      {asksNew && (
        <CreateDialog
          acts={acts}
          onLeave={() => place(id)}
          onMade={(made) => {
            choose(made.id)
            place(made.id)
          }}
        />
      )}
    </>
  )
}
