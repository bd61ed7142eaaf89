import { useMediaQuery } from '@mantine/hooks'
import { useMemo, useRef, useState } from 'react'
import type { IncidentDetail } from '../../preload/contract/incidents.ts'
import { useIncident, useLiveIncidents } from '../live/reads.ts'
import { AsOf, useStaleClass } from '../ui/as-of.tsx'
import { useCommands } from '../ui/commands.tsx'
import { longDuration, plural } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { PracticeMark, SeverityMark } from '../ui/marks.tsx'
import { useMinute } from '../ui/now.tsx'
import { Age, Bones, BothZones, Clock, CopyButton, Empty, Key } from '../ui/parts.tsx'
import { goTo, hrefOf } from '../ui/route.ts'
import { saidBy } from '../ui/said.ts'
import { type Standing, standingOf, standingWords } from '../ui/standing.ts'
import { can, useIncidentActs } from './acts.ts'
import { Datapoints } from './chart.tsx'
import { CopyChoice, SnoozeChoice } from './choices.tsx'
import { Facts } from './facts.tsx'
import { NoteField } from './note-field.tsx'
import { placesOf, timesOf } from './queue.ts'
import { Timeline } from './timeline.tsx'
import { Warnings } from './warnings.tsx'
import { WhyDialog } from './why.tsx'

/** One incident: what it is, what was told and what was not, and what can be done. */
export function DetailView({ id, noteFirst }: { id: string; noteFirst: boolean }) {
  const detail = useIncident(id)
  const back = () => goTo(hrefOf('incidents'))
  if (detail.data !== undefined) return <Detail key={id} incident={detail.data} noteFirst={noteFirst} />
  return (
    <>
      <Crumb />
      {detail.isError ? (
        <Empty
          title="This incident can’t be read."
          acts={
            <>
              <button type="button" className="btn" onClick={() => void detail.refetch()}>
                Try again
              </button>
              <button type="button" className="btn" onClick={back}>
                Back to Incidents
              </button>
            </>
          }
        >
          <p>{saidBy(detail.error)}</p>
        </Empty>
      ) : (
        <Bones />
      )}
    </>
  )
}

function Crumb({ children }: { children?: React.ReactNode }) {
  return (
    <div className="crumb">
      <a href={hrefOf('incidents')}>
        <Icon name="left" />
        Incidents
      </a>
      {children}
    </div>
  )
}

function Detail({ incident, noteFirst }: { incident: IncidentDetail; noteFirst: boolean }) {
  const now = useMinute()
  const live = useLiveIncidents()
  const acts = useIncidentActs()
  const stale = useStaleClass()
  const note = useRef<HTMLInputElement>(null)
  const [asked, ask] = useState<'snooze' | 'copy' | 'why' | null>(null)

  const order = useMemo(() => placesOf(live.data?.items ?? [], 'all', '', now).map(({ id }) => id), [live.data, now])
  const at = order.indexOf(incident.id)
  const goBeside = (by: 1 | -1) => {
    const next = at < 0 ? order[0] : order[at + by]
    return next === undefined || next === incident.id ? undefined : () => goTo(hrefOf('incidents', next))
  }
  const offer = (possible: boolean, run: () => void, verb: string) => (possible ? { run, label: `${verb} ${incident.shortId}` } : undefined)
  const only = [incident]
  const commands = {
    back: () => goTo(hrefOf('incidents')),
    'incident.previous': goBeside(-1),
    'incident.next': goBeside(1),
    'incident.acknowledge': offer(can.acknowledge(incident), () => acts.acknowledge(only), 'Acknowledge'),
    'incident.unacknowledge': offer(can.unacknowledge(incident), () => acts.unacknowledge(only), 'Unacknowledge'),
    'incident.snooze': offer(can.snooze(incident), () => ask('snooze'), 'Snooze'),
    'incident.unsnooze': offer(can.unsnooze(incident), () => acts.unsnooze(only), 'End the snooze of'),
    'incident.close': offer(can.close(incident), () => acts.close(only), 'Close'),
    'incident.reopen': offer(can.reopen(incident), () => acts.reopen(only), 'Reopen'),
    'incident.note': { run: () => note.current?.focus(), label: `Note on ${incident.shortId}` },
    why: { run: () => ask('why'), label: `Why ${incident.shortId}` },
    copy: { run: () => ask('copy'), label: `Copy of ${incident.shortId}` },
  } as const
  useCommands(commands)

  const button = (
    command:
      | 'incident.acknowledge'
      | 'incident.unacknowledge'
      | 'incident.snooze'
      | 'incident.unsnooze'
      | 'incident.close'
      | 'incident.reopen',
    words: string,
    primary = false,
  ) => {
    const act = commands[command]
    return act === undefined ? null : (
      <button type="button" className={`btn${primary ? ' primary' : ''}`} onClick={act.run}>
        {words} <Key of={command} />
      </button>
    )
  }
  const standing = standingOf(incident, now)
  const isOpen = incident.status === 'open'
  return (
    <>
      <Crumb>
        <span className="f">/</span>
        <span className="id">{incident.shortId}</span>
        <CopyButton text={incident.shortId} label="Copy id" />
        {at >= 0 && (
          <span className="f s w12">
            {at + 1} of {order.length}
          </span>
        )}
        <button
          type="button"
          className="btn small bare"
          aria-label="Previous incident"
          disabled={commands['incident.previous'] === undefined}
          onClick={commands['incident.previous']}
        >
          <Icon name="up" /> <Key of="incident.previous" />
        </button>
        <button
          type="button"
          className="btn small bare"
          aria-label="Next incident"
          disabled={commands['incident.next'] === undefined}
          onClick={commands['incident.next']}
        >
          <Icon name="down" /> <Key of="incident.next" />
        </button>
        <span className="end" />
        {button('incident.acknowledge', 'Acknowledge', true)}
        {button('incident.unacknowledge', 'Unacknowledge')}
        {button('incident.snooze', 'Snooze')}
        {button('incident.unsnooze', 'End snooze')}
        {button('incident.close', 'Close', !isOpen && standing !== 'snoozed')}
        {button('incident.reopen', 'Reopen', true)}
      </Crumb>
      <AsOf />
      <Lead incident={incident} standing={standing} />
      <Warnings incident={incident} />
      <div className={`split${stale}`}>
        <div className={`col b-${incident.severity}`}>
          <ChartOrReason incident={incident} />
          <Timeline events={incident.timeline} />
          <NoteField ref={note} autoFocus={noteFirst} onNote={(text) => acts.note(incident, text)} />
        </div>
        <Facts incident={incident} />
      </div>
      {asked === 'snooze' && <SnoozeChoice rows={only} onLeave={() => ask(null)} onChoose={(until) => acts.snooze(only, until)} />}
      {asked === 'why' && <WhyDialog incident={incident} onLeave={() => ask(null)} />}
      {asked === 'copy' && <CopyChoice incident={incident} alarmArn={incident.alarm?.alarmArn ?? null} onLeave={() => ask(null)} />}
    </>
  )
}

function Lead({ incident, standing }: { incident: IncidentDetail; standing: Standing }) {
  return (
    <div className={`lead ${standing === 'closed' ? '' : `b-${incident.severity}`}`}>
      <div className="top">
        <SeverityMark severity={incident.severity} chip={standing === 'open'} plain={standing === 'closed'} />
        <span className="st">
          <Icon name={standing} />
          <b>{standingWords[standing]}</b>
        </span>
        {incident.practice && <PracticeMark />}
        <span className="m">
          {incident.closedAt === null ? (
            <>
              <Age at={incident.openedAt} />, since <BothZones at={incident.openedAt} />
            </>
          ) : (
            <>
              for {longDuration(Date.parse(incident.closedAt) - Date.parse(incident.openedAt))}, from <BothZones at={incident.openedAt} />
            </>
          )}
        </span>
      </div>
      <h1 className="clip2 wrap" title={incident.title.slice(0, 1_000)}>
        <bdi>{incident.title}</bdi>
      </h1>
      <p className="clip">
        {plural(timesOf(incident), 'delivery', 'deliveries')}
        {incident.lastAlarmAt !== null && (
          <>
            , last ALARM <Clock at={incident.lastAlarmAt} />
          </>
        )}
        {incident.reopenedCount > 0 && `, reopened ${plural(incident.reopenedCount, 'time')}`}
        {incident.acknowledgedBy !== null && (
          <>
            , acknowledged by <bdi>{incident.acknowledgedBy === 'you' ? 'You' : incident.acknowledgedBy}</bdi>
          </>
        )}
        {standing === 'snoozed' && incident.snoozedUntil !== null && (
          <>
            , snoozed until <Clock at={incident.snoozedUntil} precision="minute" />
          </>
        )}
      </p>
    </div>
  )
}

function ChartOrReason({ incident }: { incident: IncidentDetail }) {
  const isLow = useMediaQuery('(max-height: 760px)', false)
  const { alarm, datapoints } = incident
  const needed = alarm?.datapointsToAlarm ?? alarm?.evaluationPeriods ?? null
  return (
    <section className="pad" aria-labelledby="said">
      {datapoints.length > 0 && (
        <>
          <h2 className="h" id="said">
            Datapoints
            <span className="clip">
              <bdi>{[alarm?.metricName ?? alarm?.expression, alarm?.statistic].filter(Boolean).join(', ')}</bdi>
            </span>
            <span className="end w9">
              {alarm?.threshold != null && `threshold ${alarm.threshold}`}
              {needed !== null && alarm?.evaluationPeriods != null && `, ${needed} of ${alarm.evaluationPeriods}`}
            </span>
          </h2>
          <Datapoints incident={incident} height={isLow ? 120 : 172} />
        </>
      )}
      {datapoints.length === 0 && (
        <h2 className="h" id="said">
          Reason <span>as AWS said it</span>
        </h2>
      )}
      <p className="m s reason wrap" title={incident.reason?.slice(0, 4_000)}>
        <bdi>{incident.reason ?? 'The alarm gave no reason.'}</bdi>
      </p>
    </section>
  )
}
