import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Integration } from '../../preload/contract/integrations.ts'
import { queues as contract, type Queue } from '../../preload/contract/queues.ts'
import { useLive } from '../live/live.tsx'
import { useAccounts, useQueues } from '../live/reads.ts'
import { Dialog } from '../ui/dialog.tsx'
import { useDone } from '../ui/done.tsx'
import { Options } from '../ui/fields.tsx'
import { FormField } from '../ui/form-field.tsx'
import { Icon } from '../ui/icons.tsx'
import { Age } from '../ui/parts.tsx'
import { Refused } from '../ui/refusal.tsx'
import { hrefOf } from '../ui/route.ts'
import { saidBy } from '../ui/said.ts'
import { sayFailed } from '../ui/toast.tsx'

const kindWords = { queue: 'what the topics send', 'dead-letter': 'what SNS could not deliver' } as const

/** The queues of SQS that are read for an integration, beside its URL or instead of it. */
export function Queues({ integration }: { integration: Integration }) {
  const queues = useQueues()
  const [adds, setAdds] = useState(false)
  if (integration.trust.kind === 'secret-url') return null
  const own = (queues.data?.items ?? []).filter(({ integrationId }) => integrationId === integration.id)
  return (
    <section aria-labelledby="queues">
      <h3 className="h" id="queues">
        Queues{' '}
        <span className="clip">
          {own.length === 0
            ? 'none is read; a queue hears for computers that sleep and networks that let nothing in'
            : 'read all the time, emptied of what is stored'}
        </span>
        <span className="end">
          <button type="button" className="btn small" onClick={() => setAdds(true)}>
            <Icon name="plus" />
            Add a queue
          </button>
        </span>
      </h3>
      {queues.isError && own.length === 0 && <p className="m wrap under">The queues can’t be read. {saidBy(queues.error)}</p>}
      {own.length > 0 && (
        <ul className="subs queues">
          {own.map((queue) => (
            <Line key={queue.id} queue={queue} />
          ))}
        </ul>
      )}
      {adds && <AddDialog integration={integration} onLeave={() => setAdds(false)} />}
    </section>
  )
}

function Line({ queue }: { queue: Queue }) {
  const { client, cache } = useLive()
  const done = useDone()
  const { id, arn, url, kind, polledAt, receivedAt, trouble, integrationId, accountId } = queue
  const name = arn.split(':').at(-1) ?? url
  const remove = useMutation({
    mutationFn: () => client.queues.remove({ id }),
    onSuccess() {
      cache.markStale(['queues'])
      done(`${name} is read no more; in AWS it stays as it is`, async () => {
        await client.queues.add({ integrationId, accountId, url, kind })
        cache.markStale(['queues'])
        return `Taken back: ${name} is read again`
      })
    },
    onError: (error) => sayFailed('It was not removed.', error),
  })
  const isWell = trouble === null && polledAt !== null
  return (
    <li>
      <Icon
        name={trouble !== null ? 'cross' : isWell ? 'tick' : 'query'}
        className={trouble !== null ? 'error' : isWell ? 'ok' : 'unknown'}
      />
      <span className="mono clip" title={arn}>
        {name}
      </span>
      <span className="m s st">
        {kindWords[kind]}; {trouble !== null ? 'not read' : polledAt === null ? 'not asked yet' : 'read'}
      </span>
      <span className="f s nw">{receivedAt === null ? 'nothing yet' : <Age at={receivedAt} suffix=" ago" />}</span>
      <span className="do">
        <button type="button" className="btn small" disabled={remove.isPending} onClick={() => remove.mutate()}>
          Remove<span className="vh"> {name}</span>
        </button>
      </span>
      {trouble !== null && (
        <p className="m s wrap">
          {trouble.said}{' '}
          <span className="f">
            For <Age at={trouble.since} />.
          </span>
        </p>
      )}
    </li>
  )
}

const urlShape = contract.add['~orpc'].inputSchema

/** What is wrong with a queue as typed; `null` where nothing is. */
export function queueFault(wish: { integrationId: string; accountId: string; url: string }): string | null {
  const answer = urlShape?.['~standard'].validate(wish)
  if (answer === undefined || answer instanceof Promise) return null
  return answer.issues === undefined ? null : 'A queue’s URL is such as https://sqs.eu-west-1.amazonaws.com/123456789012/alarms.'
}

function AddDialog({ integration, onLeave }: { integration: Integration; onLeave(): void }) {
  const { client, cache } = useLive()
  const accounts = useAccounts()
  const done = useDone()
  const [chosen, setChosen] = useState<string | null>(null)
  const [url, setUrl] = useState('')
  const [kind, setKind] = useState<Queue['kind']>('queue')
  const [fault, setFault] = useState<string | null>(null)
  const accountId = chosen ?? accounts.items[0]?.id ?? ''
  const wish = { integrationId: integration.id, accountId, url: url.trim() }
  const add = useMutation({
    mutationFn: () => client.queues.add({ ...wish, kind }),
    onSuccess(queue) {
      cache.markStale(['queues'])
      done(`${queue.arn.split(':').at(-1)} is read from now on`)
      onLeave()
    },
  })
  if (accounts.isSuccess && accounts.items.length === 0)
    return (
      <Dialog title="Add a queue" onLeave={onLeave}>
        <p className="m under">A queue is read with the credentials of a connected account. None is connected yet.</p>
        <div className="answers">
          <a className="btn primary" href={hrefOf('aws', null, { new: '1' })}>
            Connect an account
          </a>
          <button type="button" className="btn" onClick={onLeave}>
            Leave
          </button>
        </div>
      </Dialog>
    )
  return (
    <Dialog title={`Read a queue for ${integration.name.slice(0, 60)}`} onLeave={onLeave}>
      <form
        className="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          const wrong = queueFault(wish)
          setFault(wrong)
          if (wrong === null && !add.isPending) add.mutate()
        }}
      >
        <FormField label="Account" said="Whose credentials read it.">
          {(ids) => (
            <select {...ids} value={accountId} onChange={(event) => setChosen(event.currentTarget.value)}>
              {accounts.items.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.alias ?? one.profile ?? 'without a profile'}, {one.accountId}
                </option>
              ))}
            </select>
          )}
        </FormField>
        <FormField label="URL of the queue" said="The topics of this integration must be allowed to write to it." error={fault}>
          {(ids) => (
            <input
              {...ids}
              className="mono"
              data-autofocus
              autoComplete="off"
              spellCheck={false}
              maxLength={500}
              placeholder="https://sqs.eu-west-1.amazonaws.com/123456789012/alarms"
              value={url}
              onChange={(event) => {
                setFault(null)
                setUrl(event.currentTarget.value)
              }}
            />
          )}
        </FormField>
        <Options<Queue['kind']>
          legend="It holds"
          value={kind}
          onChoose={setKind}
          options={[
            { value: 'queue', label: 'What the topics send', says: 'Subscribed to them, in place of the URL or beside it.' },
            { value: 'dead-letter', label: 'What SNS could not deliver', says: 'The dead-letter queue of a subscription.' },
          ]}
        />
        {add.isError && <Refused what="It is not read." error={add.error} />}
        <div className="answers">
          <button type="submit" className="btn primary" disabled={add.isPending}>
            {add.isPending ? 'AWS is asked' : 'Read it'}
          </button>
          <button type="button" className="btn" onClick={onLeave}>
            Leave
          </button>
          <a className="s beside" href={hrefOf('setup')}>
            or have one made
          </a>
        </div>
      </form>
    </Dialog>
  )
}
