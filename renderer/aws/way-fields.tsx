import type { Integration } from '../../preload/contract/integrations.ts'
import { Options } from '../ui/fields.tsx'
import { FormField } from '../ui/form-field.tsx'
import { hrefOf } from '../ui/route.ts'
import type { Draft } from './draft.ts'

type Set = (part: Partial<Draft>) => void

/** How it gets here: to the public address, or by a queue that this desk reads. */
export function WayOf({ draft, isReachable, set }: { draft: Draft; isReachable: boolean; set: Set }) {
  const { way, deadLetterQueue, test } = draft
  return (
    <section aria-labelledby="way">
      <h2 className="h" id="way">
        The way here
      </h2>
      <div className="wayfields">
        <Options
          legend="How it is delivered"
          value={way}
          onChoose={(chosen) => set({ way: chosen })}
          options={[
            {
              value: 'push',
              label: 'To this desk’s public address',
              says: isReachable
                ? 'At once. SNS tries again for an hour while the desk is away.'
                : 'This desk has none yet, so AWS could not deliver. Give it one, or take the queue.',
            },
            {
              value: 'queue',
              label: 'By a queue that this desk reads',
              says: 'Needs no public address. SQS keeps what comes for 14 days, for computers that sleep.',
            },
          ]}
        />
        {way === 'push' && !isReachable && (
          <p className="s beneath">
            <a href={hrefOf('settings')}>Give this desk a public address</a>
          </p>
        )}
        {way === 'push' && (
          <label className="pickline">
            <input type="checkbox" checked={deadLetterQueue} onChange={(event) => set({ deadLetterQueue: event.currentTarget.checked })} />
            <span>
              Also a dead-letter queue
              <span className="m s">what could not be delivered within the hour waits there, and this desk reads it</span>
            </span>
          </label>
        )}
        <label className="pickline">
          <input type="checkbox" checked={test} onChange={(event) => set({ test: event.currentTarget.checked })} />
          <span>
            Prove it with one message
            <span className="m s">whoever else is subscribed gets it too; it says OK and opens nothing</span>
          </span>
        </label>
      </div>
    </section>
  )
}

/** Those that SNS may speak to. */
export const hearing = (integrations: readonly Integration[]): Integration[] =>
  integrations.filter(({ practice, trust }) => !practice && trust.kind !== 'secret-url')

/** Which integration hears it: one that is there, or one that is made. */
export function HeardBy({ draft, integrations, set }: { draft: Draft; integrations: readonly Integration[]; set: Set }) {
  const fitting = hearing(integrations)
  const { integrationId, name } = draft
  return (
    <section aria-labelledby="heardby">
      <h2 className="h" id="heardby">
        Heard by <span>the integration that has the secret URL, the trust and the rules</span>
      </h2>
      <div className="wayfields">
        <fieldset className="formfield">
          <legend className="vh">Integration</legend>
          {fitting.map((one) => (
            <label key={one.id} className="pickline">
              <input type="radio" name="heardby" checked={integrationId === one.id} onChange={() => set({ integrationId: one.id })} />
              <span>
                <bdi>{one.name}</bdi>
                <span className="m s">{one.topics.length === 0 ? 'no topic yet' : `${one.topics.length} of its topics are trusted`}</span>
              </span>
            </label>
          ))}
          <label className="pickline">
            <input type="radio" name="heardby" checked={integrationId === null} onChange={() => set({ integrationId: null })} />
            <span>A new one{fitting.length === 0 && ', since there is none'}</span>
          </label>
        </fieldset>
        {integrationId === null && (
          <div className="narrow beneath">
            <FormField label="Its name" said="As it stands in the lists.">
              {(ids) => <input {...ids} maxLength={100} value={name} onChange={(event) => set({ name: event.currentTarget.value })} />}
            </FormField>
          </div>
        )}
      </div>
    </section>
  )
}
