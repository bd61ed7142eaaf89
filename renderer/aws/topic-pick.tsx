import { useState } from 'react'
import type { z } from 'zod'
import type { Account } from '../../preload/contract/accounts.ts'
import { topicPattern } from '../../preload/contract/integrations.ts'
import type { lookedTopic, setups } from '../../preload/contract/setup.ts'
import type { FindingKind } from '../../preload/contract/words.ts'
import { useIntegrations } from '../live/reads.ts'
import { FormField } from '../ui/form-field.tsx'
import { plural, shortArn } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import type { Draft } from './draft.ts'

type Topic = z.infer<typeof lookedTopic>
export type Look = z.infer<NonNullable<(typeof setups.look)['~orpc']['outputSchema']>>

const manyTopics = 12
const refusing: readonly FindingKind[] = ['aws-managed-key', 'policy-without-cloudwatch', 'policy-without-eventbridge']
const isFifo = (name: string): boolean => name.endsWith('.fifo')
const countOf = ({ alarms, rules }: Topic): number => (alarms.seen ? alarms.value.length : 0) + (rules.seen ? rules.value.length : 0)

/** The topics of the region with what publishes to them; a new one; and those of other accounts by their ARNs. */
export function TopicPick({
  draft,
  account,
  look,
  set,
}: {
  draft: Draft
  account: Account | null
  look: Look | null
  set(part: Partial<Draft>): void
}) {
  const [filter, setFilter] = useState('')
  const topics = look?.topics.seen === true ? look.topics.value.toSorted((a, b) => countOf(b) - countOf(a)) : []
  const known = new Set(topics.map(({ topicArn }) => topicArn))
  const typed = draft.topicArns.filter((arn) => !known.has(arn))
  const shown = topics.filter(
    ({ name, topicArn }) => name.toLowerCase().includes(filter.trim().toLowerCase()) || draft.topicArns.includes(topicArn),
  )
  const toggle = (topicArn: string, isOn: boolean) =>
    set({ topicArns: isOn ? [...draft.topicArns, topicArn] : draft.topicArns.filter((one) => one !== topicArn) })
  return (
    <>
      {look?.topics.seen === false && (
        <p className="answer under">
          <Icon name="query" className="unknown" />
          <span className="wrap">
            <b>The topics can’t be listed.</b> {look.topics.said} Give a topic by its ARN below.
          </span>
        </p>
      )}
      {look?.topics.seen === true && topics.length === 0 && (
        <p className="m under">There is no topic in {draft.region} yet: have one made.</p>
      )}
      {topics.length > manyTopics && (
        <label className="field topicfilter">
          <span className="vh">Filter topics</span>
          <Icon name="search" />
          <input placeholder={`Filter ${topics.length} topics`} value={filter} onChange={(event) => setFilter(event.currentTarget.value)} />
        </label>
      )}
      <fieldset className="picks topics">
        <legend className="vh">Topics to hear</legend>
        {shown.map((topic) => (
          <TopicLine
            key={topic.topicArn}
            topic={topic}
            isChosen={draft.topicArns.includes(topic.topicArn)}
            refuses={look?.findings.some(({ kind, subject }) => subject === topic.topicArn && refusing.includes(kind)) ?? false}
            integrationId={draft.integrationId}
            onToggle={(isOn) => toggle(topic.topicArn, isOn)}
          />
        ))}
        {shown.length === 0 && topics.length > 0 && <p className="m under">None of {topics.length} is called that.</p>}
        {typed.map((arn) => (
          <label key={arn} className="topicline">
            <input type="checkbox" checked onChange={() => toggle(arn, false)} />
            <span className="mono wrap" title={arn}>
              {shortArn(arn)}
            </span>
            <span className="m s">given by its ARN</span>
          </label>
        ))}
        {account !== null && (
          <div className="topicline newtopic">
            <input
              type="checkbox"
              id="newtopic"
              checked={draft.createTopic !== null}
              onChange={(event) => set({ createTopic: event.currentTarget.checked ? 'tocsin-alarms' : null })}
            />
            <label htmlFor="newtopic">A new topic</label>
            {draft.createTopic === null ? (
              <span className="m s">made for this desk; CloudWatch of this account may publish to it</span>
            ) : (
              <input
                className="mono named"
                aria-label="Name of the new topic"
                maxLength={256}
                spellCheck={false}
                value={draft.createTopic}
                onChange={(event) => set({ createTopic: event.currentTarget.value.trim() })}
              />
            )}
          </div>
        )}
      </fieldset>
      <OtherTopic
        isFirst={account === null}
        region={draft.region}
        onAdd={(arn) => {
          if (!draft.topicArns.includes(arn)) set({ topicArns: [...draft.topicArns, arn] })
        }}
      />
    </>
  )
}

function TopicLine({
  topic,
  isChosen,
  refuses,
  integrationId,
  onToggle,
}: {
  topic: Topic
  isChosen: boolean
  /** Its key or its policy keeps what publishes to it out. */
  refuses: boolean
  integrationId: string | null
  onToggle(isOn: boolean): void
}) {
  const integrations = useIntegrations()
  const { name, topicArn, alarms, rules, subscribers, subscribed } = topic
  const barred = isFifo(name)
  const publishers = [
    ...(alarms.seen ? (alarms.value.length > 0 ? [plural(alarms.value.length, 'alarm')] : []) : ['alarms not seen']),
    ...(rules.seen ? (rules.value.length > 0 ? [plural(rules.value.length, 'EventBridge rule')] : []) : ['rules not seen']),
  ]
  const unseen = [alarms, rules, subscribers].flatMap((one) => (one.seen ? [] : [one.said]))
  const own = subscribed.seen ? subscribed.value : []
  const here = own.find((one) => one.integrationId === integrationId) ?? own[0]
  const by = here === undefined ? undefined : integrations.items.find(({ id }) => id === here.integrationId)
  return (
    <label className={`topicline${barred ? ' f' : ''}`} title={unseen.length === 0 ? topicArn : unseen.join('\n')}>
      <input type="checkbox" checked={isChosen} disabled={barred} onChange={(event) => onToggle(event.currentTarget.checked)} />
      <span className="mono wrap">{name}</span>
      <span className="m s">
        {barred
          ? 'FIFO: it delivers to no URL and no standard queue'
          : publishers.length === 0
            ? 'nothing publishes to it'
            : publishers.join(', ')}
        {refuses && (
          <span className="refuses t">
            <Icon name="incidents" className="warning" /> refused: see below
          </span>
        )}
      </span>
      <span className="f s">
        {subscribers.seen ? (subscribers.value === 0 ? 'nobody listens' : plural(subscribers.value, 'subscriber')) : 'not seen'}
      </span>
      <span className="s ownsub">
        {here !== undefined && (
          <>
            <Icon name={here.state === 'confirmed' ? 'tick' : 'pause'} className={here.state === 'confirmed' ? 'ok' : undefined} />
            {here.state === 'confirmed' ? 'subscribed' : 'waits'}
            {here.by === 'queue' && ' by queue'}
            {by !== undefined && here.integrationId !== integrationId && (
              <>
                {' '}
                to <bdi>{by.name}</bdi>
              </>
            )}
          </>
        )}
      </span>
    </label>
  )
}

/** What is wrong with a topic's ARN as typed; `null` where nothing is. */
export function topicFault(arn: string, region: string): string | null {
  if (!topicPattern.safeParse(arn).success || arn.includes('*'))
    return 'A topic’s ARN is such as arn:aws:sns:eu-west-1:123456789012:alarms.'
  const of = arn.split(':')[3] ?? ''
  return of === region ? null : `That topic is in ${of.slice(0, 40)}: go back and choose that region.`
}

function OtherTopic({ isFirst, region, onAdd }: { isFirst: boolean; region: string; onAdd(arn: string): void }) {
  const [isOpen, setOpen] = useState(isFirst)
  const [typed, setTyped] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const add = () => {
    const arn = typed.trim()
    if (arn === '') return
    const wrong = topicFault(arn, region)
    setFault(wrong)
    if (wrong !== null) return
    onAdd(arn)
    setTyped('')
  }
  return (
    <details className="more" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{isFirst ? 'A topic' : 'A topic of another account, or one that can’t be listed'}</summary>
      <div className="othertopic">
        <FormField label="Topic" said="Its ARN. A topic of another account subscribes only whom its owner’s policy lets." error={fault}>
          {(ids) => (
            <input
              {...ids}
              className="mono"
              autoComplete="off"
              spellCheck={false}
              maxLength={400}
              placeholder={`arn:aws:sns:${region}:123456789012:alarms`}
              value={typed}
              onChange={(event) => {
                setFault(null)
                setTyped(event.currentTarget.value)
              }}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return
                event.preventDefault()
                add()
              }}
            />
          )}
        </FormField>
        <button type="button" className="btn" disabled={typed.trim() === ''} onClick={add}>
          Add
        </button>
      </div>
    </details>
  )
}
