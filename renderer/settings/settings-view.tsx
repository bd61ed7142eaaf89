import { type ReactNode, useId } from 'react'
import { useDesk, useSettings } from '../live/reads.ts'
import { AsOf, useStaleClass } from '../ui/as-of.tsx'
import { Bones, Empty } from '../ui/parts.tsx'
import { saidBy } from '../ui/said.ts'
import { WayIn } from '../ui/way-in.tsx'
import { Aws } from './aws.tsx'
import { Incidents, Keys, Power, Sound } from './choices.tsx'
import { Facts } from './facts.tsx'
import { Look } from './look.tsx'
import { Moves } from './moves.tsx'
import './settings.css'

/** What this desk does for everybody, and how this console looks. */
export function SettingsView() {
  const settings = useSettings()
  const desk = useDesk()
  const stale = useStaleClass()
  const values = settings.data
  return (
    <>
      <div className="head">
        <h1>Settings</h1>
        <span className="m s w9">each holds at once</span>
      </div>
      <AsOf />
      {values !== undefined ? (
        <div className={`sets scroll${stale}`} tabIndex={0} role="region" aria-label="Settings">
          <Group title="Public address" says="Where AWS reaches this desk.">
            <WayIn offersNone />
            <Moves />
            {desk.data !== undefined && (
              <p className="f s wrap">
                The receiver listens on this computer at <span className="nw">{desk.data.receiverUrl}</span>: for a reverse proxy or tunnel,
                never for AWS.
              </p>
            )}
          </Group>
          <Group title="Incidents" says="For everybody who uses this desk.">
            <Incidents values={values} />
          </Group>
          <Group title="AWS" says="What this desk may ask of AWS.">
            <Aws />
          </Group>
          <Group title="Sound and keys" says="For everybody who uses this desk.">
            <Sound values={values} />
            <Keys values={values} />
          </Group>
          {desk.data?.shell === 'desktop' && (
            <Group title="This computer" says="A desk that sleeps hears nothing.">
              <Power values={values} />
            </Group>
          )}
          <Group title="Look" says="Kept in this browser alone.">
            <Look />
          </Group>
          <Group title="This desk" says="What it is, and where it keeps what it hears.">
            {desk.data !== undefined ? (
              <Facts desk={desk.data} />
            ) : desk.isError ? (
              <p className="m wrap">It can’t be read. {saidBy(desk.error)}</p>
            ) : (
              <Bones rows={4} />
            )}
          </Group>
        </div>
      ) : settings.isError ? (
        <Empty
          title="The settings can’t be read."
          acts={
            <button type="button" className="btn" onClick={() => void settings.refetch()}>
              Try again
            </button>
          }
        >
          <p>{saidBy(settings.error)}</p>
        </Empty>
      ) : (
        <Bones />
      )}
    </>
  )
}

function Group({ title, says, children }: { title: string; says: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className="set" aria-labelledby={id}>
      <div>
        <h2 id={id}>
          <b>{title}</b>
        </h2>
        <p className="s m">{says}</p>
      </div>
      <div className="setbody">{children}</div>
    </section>
  )
}
