import { type ReactNode, type Ref, useEffect, useState } from 'react'
import { useOffered, useRun, useSingleKeys } from './commands.tsx'
import { bothZones, fullInstant, type Precision, timeOfDay } from './format.ts'
import { Icon } from './icons.tsx'
import { type Command, capsOf, isSingleKey, rowOfCommand } from './keys.ts'
import { useAge } from './now.tsx'

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

/** The key of a command, as it stands on its cap. */
export function Key({ of }: { of: Command }) {
  const singleKeys = useSingleKeys()
  const first = rowOfCommand(of).keys.find((keys) => singleKeys || !isSingleKey(keys))
  return first === undefined ? null : capsOf(first, isMac).map((cap) => <kbd key={cap}>{cap}</kbd>)
}

/** What can be done here, with its keys: the bar at the foot of a view. */
export function Hints({ subject, left, right = [] }: { subject?: string; left: readonly Command[]; right?: readonly Command[] }) {
  const offered = useOffered()
  const run = useRun()
  const buttons = (commands: readonly Command[]) =>
    commands.map((command) => {
      const found = offered.find((offer) => offer.command === command)
      if (found === undefined) return null
      return (
        <button key={command} type="button" className="btn bare" onClick={() => run(command)}>
          <Key of={command} /> {rowOfCommand(command).does.toLowerCase()}
        </button>
      )
    })
  return (
    <div className="acts" role="toolbar" aria-label={subject === undefined ? 'What you can do' : `What you can do with ${subject}`}>
      {subject !== undefined && <p className="clip">{subject}</p>}
      {buttons(left)}
      <span className="end">{buttons(right)}</span>
    </div>
  )
}

/** How long ago, with the instant in both zones on hover. */
export function Age({ at, suffix = '' }: { at: string; suffix?: string }) {
  const age = useAge(at)
  return (
    <time dateTime={at} title={fullInstant(Date.parse(at))}>
      {age}
      {suffix}
    </time>
  )
}

/** A time of day, with the whole instant on hover. */
export function Clock({ at, precision = 'second' }: { at: string; precision?: Precision }) {
  const instant = Date.parse(at)
  return (
    <time dateTime={at} title={fullInstant(instant)}>
      {timeOfDay(instant, precision)}
    </time>
  )
}

/** `02:43:11 CET · 01:43:11 UTC` */
export function BothZones({ at, precision = 'second' }: { at: string; precision?: Precision }) {
  const { here, utc } = bothZones(Date.parse(at), precision)
  return (
    <time dateTime={at} title={fullInstant(Date.parse(at))}>
      {here}
      {utc !== null && ` · ${utc}`}
    </time>
  )
}

export function FilterField({
  value,
  onChange,
  ref,
  label,
}: {
  value: string
  onChange(value: string): void
  ref: Ref<HTMLInputElement>
  label: string
}) {
  return (
    <label className="field filter">
      <span className="vh">{label}</span>
      <Icon name="search" />
      <input
        ref={ref}
        placeholder="Filter"
        size={14}
        maxLength={200}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          if (value === '') event.currentTarget.blur()
          else onChange('')
        }}
      />
      <Key of="list.filter" />
    </label>
  )
}

/** Rows to come, drawn only when they are late: the store is local. */
export function Bones({ rows = 8 }: { rows?: number }) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 200)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className="bones" role="status" aria-label="Loading">
      {late && Array.from({ length: rows }, (_, index) => index).map((index) => <i key={index} />)}
    </div>
  )
}

/** Why there is nothing here, and what to do. */
export function Empty({ title, children, acts }: { title: string; children?: ReactNode; acts?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children}
      {acts !== undefined && <div className="do">{acts}</div>}
    </div>
  )
}

/** Until this text leaves the page: marks the copy as done for a moment. */
export function CopyButton({
  text,
  label,
  children,
  small = true,
}: {
  text: string
  label: string
  children?: ReactNode
  small?: boolean
}) {
  const [said, setSaid] = useState<'copied' | 'refused' | null>(null)
  useEffect(() => {
    if (said === null) return
    const timer = setTimeout(() => setSaid(null), 2_000)
    return () => clearTimeout(timer)
  }, [said])
  return (
    <button
      type="button"
      className={`btn${small ? ' small' : ''}${children === undefined ? ' bare' : ''}`}
      aria-label={children === undefined ? label : undefined}
      title={said === null ? label : said === 'copied' ? 'Copied' : 'This browser does not let the page copy'}
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => setSaid('copied'),
          () => setSaid('refused'),
        )
      }}
    >
      <Icon name={said === 'copied' ? 'tick' : said === 'refused' ? 'cross' : 'copy'} />
      {children}
      <span role="status" className="vh">
        {said === 'copied' ? 'Copied' : ''}
      </span>
    </button>
  )
}
