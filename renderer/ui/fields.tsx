import { type ReactNode, useId } from 'react'
import './fields.css'

export interface Option<Value extends string> {
  value: Value
  label: string
  says?: ReactNode
  /** Why it can't be chosen now. */
  barred?: string | undefined
}

/** One of a few, each with what it means. */
export function Options<Value extends string>({
  legend,
  value,
  options,
  onChoose,
  isInline = false,
}: {
  legend: string
  value: Value
  options: readonly Option<Value>[]
  onChoose(value: Value): void
  isInline?: boolean
}) {
  const name = useId()
  return (
    <fieldset className={`options${isInline ? ' inline' : ''}`}>
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value} className={option.barred === undefined ? undefined : 'f'}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            disabled={option.barred !== undefined}
            onChange={() => onChoose(option.value)}
          />
          <span className="t">{option.label}</span>
          {(option.barred ?? option.says) !== undefined && <span className="says s">{option.barred ?? option.says}</span>}
        </label>
      ))}
    </fieldset>
  )
}

/** On or off, at once. */
export function Switch({ label, says, isOn, onChange }: { label: string; says?: ReactNode; isOn: boolean; onChange(isOn: boolean): void }) {
  const id = useId()
  return (
    <div className="onoff">
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={isOn}
        aria-checked={isOn}
        aria-describedby={says === undefined ? undefined : `${id}s`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <label htmlFor={id}>{label}</label>
      {says !== undefined && (
        <p id={`${id}s`} className="m s">
          {says}
        </p>
      )}
    </div>
  )
}
