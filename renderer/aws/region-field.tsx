import { useId, useState } from 'react'
import { Icon } from '../ui/icons.tsx'
import { knownRegions, regionsFault, regionsIn, regionWithPlace } from './regions.ts'

/** Regions, each a chip that can be taken out; one or several are typed and added. */
export function RegionField({
  regions,
  error,
  onChange,
}: {
  regions: readonly string[]
  error: string | null
  onChange(regions: readonly string[]): void
}) {
  const id = useId()
  const [typed, setTyped] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const add = (text: string) => {
    const more = regionsIn(text)
    if (more.length === 0) return
    const wrong = regionsFault(more)
    setFault(wrong)
    if (wrong !== null) return
    onChange([...new Set([...regions, ...more])])
    setTyped('')
  }
  const said = fault ?? error
  return (
    <fieldset className="formfield regions">
      <legend>Regions</legend>
      {regions.length > 0 && (
        <ul className="chips">
          {regions.map((region) => (
            <li key={region}>
              <span title={regionWithPlace(region)}>{region}</span>
              <button type="button" aria-label={`Take out ${region}`} onClick={() => onChange(regions.filter((other) => other !== region))}>
                <Icon name="cross" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <span className="line">
        <input
          id={id}
          className="mono"
          aria-label="Add a region"
          aria-describedby={`${id}s`}
          aria-invalid={said !== null}
          list={`${id}l`}
          autoComplete="off"
          spellCheck={false}
          maxLength={400}
          placeholder="eu-west-1"
          value={typed}
          onChange={(event) => {
            const text = event.currentTarget.value
            setFault(null)
            setTyped(text)
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || typed.trim() === '') return
            event.preventDefault()
            add(typed)
          }}
        />
        <button type="button" className="btn" disabled={typed.trim() === ''} onClick={() => add(typed)}>
          Add
        </button>
      </span>
      <datalist id={`${id}l`}>
        {Object.entries(knownRegions)
          .filter(([region]) => !regions.includes(region))
          .map(([region, place]) => (
            <option key={region} value={region}>
              {place}
            </option>
          ))}
      </datalist>
      <p id={`${id}s`} className={`s wrap ${said === null ? 'm' : 't'}`} role={said === null ? undefined : 'alert'}>
        {said ?? 'Where its topics and alarms are. Each is looked at by itself; more can be added later.'}
      </p>
    </fieldset>
  )
}
