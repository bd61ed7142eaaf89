import { useMutation } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { useLive } from '../live/live.tsx'
import { useDeliveries, useDesk, useIncident, useIntegrations, useSettings } from '../live/reads.ts'
import { useCommands } from '../ui/commands.tsx'
import { Icon } from '../ui/icons.tsx'
import { Key } from '../ui/parts.tsx'
import { reachOf } from '../ui/reach.ts'
import { goTo, hrefOf, replaceRoute } from '../ui/route.ts'
import { saidBy } from '../ui/said.ts'
import { WayIn } from '../ui/way-in.tsx'
import './first-run.css'
import { provenBy } from './proving.ts'
import { Walk } from './walk.tsx'

/** Long enough to see the last tick, short enough to wait for. */
const lookMs = 1_500
const everything = { integrationId: null, disposition: null, q: '' } as const

/** Nothing is connected yet: hear one alarm first, then connect AWS. */
export function FirstRunView() {
  const { client } = useLive()
  const isBare = useIntegrations().items.every(({ practice }) => practice)
  const log = useDeliveries(everything)
  const drills = useMemo(() => log.rows.filter(({ practice }) => practice), [log.rows])
  const known = useRef<ReadonlySet<string>>(new Set())
  const run = useMutation({ mutationFn: () => client.practice.run() })
  const start = () => {
    if (run.isPending) return
    known.current = new Set(drills.map(({ integrationId }) => integrationId))
    // The address holds the place while rows of the practice come in: there is something now, and this page stays to show it.
    replaceRoute(hrefOf('incidents', null, { first: '1' }))
    run.mutate()
  }
  useCommands({ practice: run.isPending ? undefined : start })

  const ofThisRun = run.isIdle
    ? drills
    : drills.filter(({ integrationId }) => run.data?.integrationId === integrationId || !known.current.has(integrationId))
  const integrationId = ofThisRun[0]?.integrationId
  const deliveries = ofThisRun.filter((row) => row.integrationId === integrationId)
  const incidentId = deliveries.find((row) => row.incidentId !== null)?.incidentId ?? run.data?.incidentId ?? null
  const incident = useIncident(incidentId).data ?? null
  const proven = provenBy(deliveries, incident)

  const leadTo = run.data?.incidentId ?? null
  useEffect(() => {
    if (leadTo === null) return
    const timer = setTimeout(() => goTo(hrefOf('incidents', leadTo)), lookMs)
    return () => clearTimeout(timer)
  }, [leadTo])

  return (
    <div className="first scroll" tabIndex={0} role="region" aria-label="The beginning">
      <div className="lede">
        <h1>Hear one alarm before you trust it.</h1>
        <p className="big2">
          {isBare && 'Nothing is connected yet. '}A practice alarm is signed, delivered, verified, stored and shown by the same path as a
          real one, and takes about two seconds. It needs no AWS account.
        </p>
        <div className="go">
          <button type="button" className="btn primary big" onClick={start} disabled={run.isPending}>
            <Icon name="play" />
            {run.isPending ? (
              'On its way'
            ) : (
              <>
                Practice alarm <Key of="practice" />
              </>
            )}
          </button>
          {incident !== null && incidentId !== null && (
            <a className="btn big" href={hrefOf('incidents', incidentId)}>
              Open {incident.shortId}
            </a>
          )}
          {run.isError ? (
            <p className="answer" role="alert">
              <Icon name="cross" className="error" />
              <span className="wrap">
                <b>It did not run.</b> {saidBy(run.error)} <a href={hrefOf('inbound')}>Inbound log</a>
              </span>
            </p>
          ) : (
            <span className="m s">
              {incident === null ? 'an incident and a sound, in 3 s' : 'acknowledge it there, and it closes itself'}
            </span>
          )}
        </div>
        <Connect />
      </div>
      <aside className="side" aria-labelledby="walk">
        <h2 className="h" id="walk">
          {deliveries.length === 0 ? 'What the practice alarm will prove' : 'What the practice alarm proves'}
        </h2>
        <Walk proven={proven} isRunning={run.isPending || (run.isSuccess && incident !== null)} />
      </aside>
    </div>
  )
}

/** The other beginning: AWS itself. */
function Connect() {
  const settings = useSettings()
  const desk = useDesk()
  const url = settings.data?.publicUrl ?? null
  const isReachable = url !== null && reachOf(url) === 'public'
  return (
    <ul className="alt">
      <li>
        <div>
          <h2>
            <b>Set up in AWS</b>
          </h2>
          <p className="m">Finds topics and the alarms that notify no one. Shows a plan first; changes can be undone.</p>
        </div>
        <a className="btn" href={hrefOf('setup')}>
          Connect AWS
        </a>
      </li>
      <li>
        <div>
          <h2>
            <b>Paste an endpoint by hand</b>
          </h2>
          <p className="m">Make an integration, subscribe its secret URL to a topic yourself, and confirm it here with one click.</p>
        </div>
        <a className="btn" href={hrefOf('integrations', null, { new: '1' })}>
          New integration
        </a>
      </li>
      {settings.isSuccess && (
        <li className="whole">
          <div>
            <h2>
              <b>{isReachable ? 'This desk has a public address' : 'AWS can’t reach this desk yet'}</b>
            </h2>
            <p className="m wrap">
              {isReachable
                ? 'SNS posts to it over the internet. It is proven by a request of the desk’s own that goes out and comes back.'
                : 'SNS posts over the internet, so this desk needs a public https address of its own. It is proven by a request that goes out and comes back.'}
            </p>
          </div>
          <WayIn />
          {desk.data !== undefined && (
            <p className="f s wrap">
              The receiver listens on this computer at <span className="nw">{desk.data.receiverUrl}</span>: for a reverse proxy or tunnel,
              never for AWS.
            </p>
          )}
        </li>
      )}
    </ul>
  )
}
