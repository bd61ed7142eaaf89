import { useMemo, useState } from 'react'
import type { Integration } from '../../preload/contract/integrations.ts'
import { useDeliveries } from '../live/reads.ts'
import { CopyLine } from '../ui/copy-line.tsx'
import { FormField } from '../ui/form-field.tsx'
import { Icon } from '../ui/icons.tsx'
import { Age } from '../ui/parts.tsx'
import { hrefOf } from '../ui/route.ts'
import { setAlarmLine } from './cli.ts'
import { heardAlarm } from './heard.ts'

/** After a confirmation: the line that makes an alarm speak, ticked when it is heard. */
export function Prove({ integration }: { integration: Integration }) {
  const { id, subscriptions, template } = integration
  const confirmed = subscriptions.findLast(({ state }) => state === 'confirmed')
  const filter = useMemo(() => ({ integrationId: id, disposition: null, q: '' }), [id])
  const log = useDeliveries(filter)
  const [name, setName] = useState('')
  const [isOpen, setOpen] = useState<boolean | null>(null)
  if (confirmed === undefined || template === 'aws-cloudtrail') return null

  const rows = log.isPlaceholderData ? [] : log.rows
  const heard = heardAlarm(rows, name.trim())
  const known = [...new Set(rows.flatMap(({ alarm }) => (alarm?.alarmName == null ? [] : [alarm.alarmName])))].slice(0, 20)
  const isProven = known.length > 0
  // As it was when it was first seen: it must not close on the proof that it waits for.
  if (isOpen === null && log.isSuccess && !log.isPlaceholderData) setOpen(!isProven)
  if (isOpen === null) return null
  return (
    <section aria-labelledby="prove">
      <details className="more" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <h3 className="h" id="prove">
            Prove it{' '}
            <span className="clip">{isProven ? 'it has heard alarms; hear one more' : 'confirmed is not heard: let one alarm speak'}</span>
          </h3>
        </summary>
        <div className="steps1">
          <FormField
            label="Alarm’s name"
            said="An alarm that notifies this topic. It is set to ALARM, nothing else; CloudWatch sets it right again when it next looks, mostly within a minute."
          >
            {(ids) => (
              <>
                <input
                  {...ids}
                  className="mono"
                  list={`${ids.id}l`}
                  autoComplete="off"
                  spellCheck={false}
                  maxLength={255}
                  placeholder="NAME"
                  value={name}
                  onChange={(event) => setName(event.currentTarget.value)}
                />
                <datalist id={`${ids.id}l`}>
                  {known.map((one) => (
                    <option key={one} value={one} />
                  ))}
                </datalist>
              </>
            )}
          </FormField>
          <CopyLine command={setAlarmLine(name.trim(), confirmed.topicArn)} label="Copy the line that sets the alarm" />
          <p className="answer" role="status">
            {heard !== undefined ? (
              <>
                <Icon name="tick" className="ok" />
                <span className="wrap">
                  <b>Heard</b> <Age at={heard.receivedAt} suffix=" ago" />: {heard.dispositionLabel}
                  {heard.incidentId !== null && (
                    <>
                      {' '}
                      <a className="id" href={hrefOf('incidents', heard.incidentId)}>
                        {heard.incidentShortId ?? 'its incident'}
                      </a>
                    </>
                  )}
                </span>
              </>
            ) : (
              <>
                <Icon name="step" className="f" />
                <span className="m wrap">
                  {name.trim() === ''
                    ? 'Fill in a name; this is ticked when its ALARM arrives.'
                    : `Waits for an ALARM of «${name.trim()}».`}
                </span>
              </>
            )}
          </p>
        </div>
      </details>
    </section>
  )
}
