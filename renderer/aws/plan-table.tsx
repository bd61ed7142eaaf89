import { type ReactNode, useId, useState } from 'react'
import type { StepEffect } from '../../preload/contract/words.ts'
import { Icon, type IconName } from '../ui/icons.tsx'
import { kindOf, type PlanRow, planRows, type RowStep, subjectName, togetherSaid } from './plan-rows.ts'

const marks: Record<StepEffect, IconName> = { create: 'plus', add: 'append', change: 'tilde', leave: 'equal' }
const firstShown = 10

/** What will be created, added, changed and left; `state` adds what became of a step, where it is under way. */
export function PlanTable<S extends RowStep>({
  label,
  steps,
  markOf,
  noteOf,
}: {
  label: string
  steps: readonly S[]
  markOf?: (steps: readonly S[]) => ReactNode
  noteOf?: (step: S) => ReactNode
}) {
  return (
    <div className="plan" role="table" aria-label={label}>
      <div role="rowgroup" className="vh">
        <div role="row">
          {['Mark', 'Does', 'Kind', 'Name', 'Detail'].map((name) => (
            <span key={name} role="columnheader">
              {name}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup">
        {planRows(steps).map((row) => (
          <Line key={row.key} row={row} markOf={markOf} noteOf={noteOf} />
        ))}
      </div>
    </div>
  )
}

function Line<S extends RowStep>({
  row,
  markOf,
  noteOf,
}: {
  row: PlanRow<S>
  markOf: ((steps: readonly S[]) => ReactNode) | undefined
  noteOf: ((step: S) => ReactNode) | undefined
}) {
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  const { effect, kind, steps } = row
  const [first] = steps
  if (first === undefined) return null
  const isMany = steps.length > 1
  const notes = noteOf === undefined ? [] : steps.flatMap((step) => noteOf(step) ?? [])
  return (
    <div role="row" className={`row still${effect === 'leave' ? ' leave' : ''}`}>
      <span role="cell" className="nd">
        {markOf === undefined ? <Icon name={marks[effect]} /> : markOf(steps)}
      </span>
      <span role="cell">
        <b>{effect}</b>
      </span>
      <span role="cell" className="nw">
        {kindOf(row)}
      </span>
      <span role="cell" className="clip">
        {isMany ? (
          <button type="button" className="aslink" aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
            {isOpen ? 'Hide them' : 'Show them'}
          </button>
        ) : (
          <span className="mono" title={first.subject}>
            {subjectName(first.subject)}
          </span>
        )}
      </span>
      <span role="cell" className="m why wrap">
        {isMany ? togetherSaid(effect, kind) : first.said}
        {notes.length > 0 && <span className="notes">{notes}</span>}
        {isMany && isOpen && <Many id={id} steps={steps} markOf={markOf} />}
      </span>
    </div>
  )
}

function Many<S extends RowStep>({
  id,
  steps,
  markOf,
}: {
  id: string
  steps: readonly S[]
  markOf: ((steps: readonly S[]) => ReactNode) | undefined
}) {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? steps : steps.slice(0, firstShown)
  return (
    <span id={id} className="many">
      {shown.map((step) => (
        <span key={step.subject + step.said} className="one">
          {markOf?.([step])}
          <span className="mono wrap">{subjectName(step.subject)}</span>
        </span>
      ))}
      {steps.length > shown.length && (
        <button type="button" className="aslink s" onClick={() => setWhole(true)}>
          Show the other {steps.length - shown.length}
        </button>
      )}
    </span>
  )
}
