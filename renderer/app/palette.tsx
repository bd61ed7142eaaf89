import { Modal } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { Incident } from '../../preload/contract/incidents.ts'
import { useLive } from '../live/live.tsx'
import { type Offered, useOffered } from '../ui/commands.tsx'
import { plural, shortInstant } from '../ui/format.ts'
import { Icon, type IconName } from '../ui/icons.tsx'
import { type Command, rowOfCommand } from '../ui/keys.ts'
import { Key } from '../ui/parts.tsx'
import { goTo, hrefOf } from '../ui/route.ts'
import { standingOf, standingWords } from '../ui/standing.ts'

const mostIncidents = 8
const hidden: readonly Command[] = [
  'palette',
  'list.next',
  'list.previous',
  'list.first',
  'list.last',
  'list.open',
  'back',
  'select.up',
  'select.down',
]

const icons: Partial<Record<Command, IconName>> = {
  'go.incidents': 'incidents',
  'go.inbound': 'inbound',
  'go.integrations': 'integrations',
  'go.coverage': 'coverage',
  'go.settings': 'settings',
  'go.aws': 'key',
  'go.setup': 'plus',
  'incident.acknowledge': 'acknowledged',
  'incident.unacknowledge': 'open',
  'incident.snooze': 'snoozed',
  'incident.unsnooze': 'open',
  'incident.close': 'closed',
  'incident.reopen': 'open',
  'incident.note': 'note',
  'incident.previous': 'up',
  'incident.next': 'down',
  practice: 'play',
  undo: 'undo',
  why: 'query',
  copy: 'copy',
  'list.filter': 'search',
  'integration.new': 'plus',
}

const groupOf = (command: Command): string =>
  command.startsWith('go.') ? 'Go to' : /^(incident|why|copy|select|delivery)/.test(command) ? 'Here' : 'Commands'
const groups = ['Here', 'Commands', 'Go to'] as const

const labelOf = ({ command, act }: Offered): string => act.label ?? rowOfCommand(command).does.replace(/^Go to /, '')

/** Whether every word typed begins a word of the label. */
export function matches(label: string, typed: string): boolean {
  const words = label.toLowerCase().split(/\s+/)
  return typed
    .toLowerCase()
    .split(/\s+/)
    .filter((part) => part !== '')
    .every((part) => words.some((word) => word.includes(part)))
}

/** The label with what was typed underlined. */
function Found({ label, typed }: { label: string; typed: string }) {
  const [first = ''] = typed.trim().toLowerCase().split(/\s+/)
  const at = first === '' ? -1 : label.toLowerCase().indexOf(first)
  if (at < 0) return <>{label}</>
  return (
    <>
      {label.slice(0, at)}
      <mark>{label.slice(at, at + first.length)}</mark>
      {label.slice(at + first.length)}
    </>
  )
}

/** Everything that can be done now, every view, and any incident, by name. */
export function Palette({ isOpen, onLeave }: { isOpen: boolean; onLeave(): void }) {
  const [[store, spotlight]] = useState(createSpotlight)
  const [typed, setTyped] = useState('')
  const offered = useOffered()
  const incidents = useFound(typed, isOpen)
  useEffect(() => {
    if (isOpen) spotlight.open()
  }, [isOpen, spotlight])

  const shown = useMemo(() => offered.filter((one) => !hidden.includes(one.command) && matches(labelOf(one), typed)), [offered, typed])
  const count = shown.length + incidents.length
  return (
    <Spotlight.Root
      store={store}
      query={typed}
      onQueryChange={setTyped}
      shortcut={null}
      onSpotlightClose={onLeave}
      scrollable={false}
      lockScroll={false}
      radius={0}
      size={640}
      yOffset={96}
      transitionProps={{ duration: 0 }}
      overlayProps={{ backgroundOpacity: 0 }}
      classNames={{ content: 'dialog palette', overlay: 'veil', body: 'palettebody' }}
    >
      <Modal.Title className="vh">Commands</Modal.Title>
      <Spotlight.Search
        classNames={{ input: 'ask' }}
        aria-label="Command, incident or view"
        placeholder="Command, incident or view"
        leftSection={<Icon name="search" />}
        rightSection={<kbd>Esc</kbd>}
      />
      <Spotlight.ActionsList className="lst">
        {groups.map((group) => {
          const here = shown.filter(({ command }) => groupOf(command) === group)
          if (here.length === 0) return null
          return (
            <Spotlight.ActionsGroup key={group} label={group}>
              {here.map((one) => (
                <Spotlight.Action key={one.command} onClick={() => setTimeout(one.act.run)}>
                  <Icon name={icons[one.command] ?? 'step'} className="f" />
                  <span className="clip">
                    <Found label={labelOf(one)} typed={typed} />
                  </span>
                  <span className="end" />
                  <Key of={one.command} />
                </Spotlight.Action>
              ))}
            </Spotlight.ActionsGroup>
          )
        })}
        {incidents.length > 0 && (
          <Spotlight.ActionsGroup label="Incidents">
            {incidents.map((row) => (
              <FoundIncident key={row.id} row={row} typed={typed} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {count === 0 && <Spotlight.Empty>Nothing is called that.</Spotlight.Empty>}
      </Spotlight.ActionsList>
      <div className="ft">
        <span>
          <kbd>Enter</kbd> do it
        </span>
        <span>
          <kbd>Up</kbd>
          <kbd>Down</kbd> choose
        </span>
        <span className="end">{plural(count, 'match', 'matches')}</span>
      </div>
    </Spotlight.Root>
  )
}

function FoundIncident({ row, typed }: { row: Incident; typed: string }) {
  const standing = standingOf(row, Date.now())
  return (
    <Spotlight.Action onClick={() => goTo(hrefOf('incidents', row.id))}>
      <Icon name={standing} className="f" />
      <span className="id">
        <Found label={row.shortId} typed={typed} />
      </span>
      <span className="clip">
        <bdi>
          <Found label={row.title.slice(0, 300)} typed={typed} />
        </bdi>
      </span>
      <span className="end f s nw">
        {row.closedAt === null ? standingWords[standing].toLowerCase() : `closed ${shortInstant(Date.parse(row.closedAt), Date.now())}`}
      </span>
    </Spotlight.Action>
  )
}

/** Incidents that the desk finds by what was typed. */
function useFound(typed: string, isOpen: boolean): readonly Incident[] {
  const { client } = useLive()
  const [q] = useDebouncedValue(typed.trim(), 120)
  const found = useQuery({
    queryKey: ['found', q],
    enabled: isOpen && q !== '',
    staleTime: 0,
    gcTime: 10_000,
    queryFn: ({ signal }) => client.incidents.list({ q, limit: mostIncidents }, { signal }),
  })
  return q === '' ? [] : (found.data?.items ?? [])
}
