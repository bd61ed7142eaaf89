import { useConnection, useLive } from '../live/live.tsx'
import { useCoverage, useDesk, useIntegrations } from '../live/reads.ts'
import { coverageIcons, coverageWords } from '../ui/coverage-words.ts'
import { bothZones, duration, timeOfDay } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { useNow } from '../ui/now.tsx'
import { Age } from '../ui/parts.tsx'
import { hrefOf } from '../ui/route.ts'
import type { Sound } from './sound.ts'

/** Whether an alarm would be heard, when the last delivery came, and what time it is: in every view. */
export function StatusBar({ sound }: { sound: Sound }) {
  const connection = useConnection()
  const coverage = useCoverage()
  if (connection.state === 'gone') return <Gone since={connection.since} retryAt={connection.retryAt} />
  if (coverage.data?.state === 'deaf') return <Deaf since={coverage.data.since} said={coverage.data.said} />
  return <Heard sound={sound} />
}

/** Every call goes to a made-up account: said in every view, whatever else there is to say. */
function PracticeAccount() {
  const { data } = useDesk()
  if (data?.practiceAccount !== true) return null
  return (
    <span
      className="mark nw"
      title="Started with --practice: every AWS call goes to a made-up account inside Tocsin. Nothing here reaches yours."
    >
      practice account
    </span>
  )
}

function TwoZones() {
  const now = useNow()
  const { here, utc } = bothZones(now, 'minute')
  return (
    <span className="clock">
      <b>{here}</b>
      {utc !== null && <span className="u"> · {utc}</span>}
    </span>
  )
}

function Heard({ sound }: { sound: Sound }) {
  const { data } = useCoverage()
  const integrations = useIntegrations()
  const state = data?.state ?? null
  const waiting = integrations.items
    .flatMap(({ subscriptions }) => subscriptions)
    .filter((one) => one.state === 'awaiting-confirmation').length
  const connecting = integrations.items.find(({ subscriptions }) => subscriptions.some((one) => one.state === 'confirming'))
  return (
    <section className="status" aria-label="Coverage">
      <a className="state" href={hrefOf('coverage')} title={data?.said}>
        <Icon
          name={state === null ? 'idle' : coverageIcons[state]}
          className={state === 'unproven' || state === 'degraded' ? 'unknown' : undefined}
        />
        {state === null ? '…' : coverageWords[state]}
      </a>
      {state === 'idle' ? (
        <span className="clip">
          nothing is connected: <b>no alarm can be heard yet</b>
        </span>
      ) : (
        data !== undefined && (
          <span className="nw">
            {data.lastDeliveryAt === null ? (
              <b>no delivery yet</b>
            ) : (
              <>
                last delivery{' '}
                <b>
                  <Age at={data.lastDeliveryAt} />
                </b>
              </>
            )}
          </span>
        )
      )}
      {(state === 'unproven' || state === 'degraded') && (
        <span className="clip w12 saidshort" title={data?.said}>
          {data?.said}
        </span>
      )}
      {waiting > 0 && (
        <span className="nw">
          <b>{waiting === 1 ? '1 subscription waits' : `${waiting} subscriptions wait`}</b>
        </span>
      )}
      {waiting === 0 && connecting !== undefined && <span className="nw">confirming a subscription</span>}
      {sound.state === 'blocked' && (
        <button type="button" className="aslink nw" onClick={sound.allow}>
          sound waits for a click
        </button>
      )}
      {sound.state === 'paused' && <span className="nw w9">sound is paused</span>}
      <PracticeAccount />
      <TwoZones />
    </section>
  )
}

/** Deafness is louder than any alarm. */
function Deaf({ since, said }: { since: string; said: string }) {
  return (
    <section className="status deaf" aria-label="Coverage">
      <a className="state" href={hrefOf('coverage')}>
        <Icon name="deaf" />
        Deaf since {timeOfDay(Date.parse(since), 'minute')}
      </a>
      <span className="sayd">
        <b role="alert">{said}</b>
      </span>
      <a className="btn small primary" href={hrefOf('coverage')}>
        What is broken
      </a>
      <PracticeAccount />
      <TwoZones />
    </section>
  )
}

/** The desk itself does not answer: what is shown may be old, and nothing new can come. */
function Gone({ since, retryAt }: { since: number; retryAt: number }) {
  const live = useLive()
  const now = useNow()
  const inMs = retryAt - now
  return (
    <section className="status deaf" aria-label="Coverage">
      <span className="state">
        <Icon name="deaf" />
        No desk since {timeOfDay(since, 'second')}
      </span>
      <span className="sayd">
        <b role="alert">The desk does not answer: what happens now is not shown.</b>
        <span className="w9">
          {inMs > 900 ? `Trying again in ${duration(inMs + 500)}.` : 'Trying again.'} It comes back by itself, with what was missed.
        </span>
      </span>
      <button type="button" className="btn small primary" onClick={live.retry}>
        Try now
      </button>
      <PracticeAccount />
      <TwoZones />
    </section>
  )
}
