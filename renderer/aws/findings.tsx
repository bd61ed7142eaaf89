import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { Account } from '../../preload/contract/accounts.ts'
import { type FindingKind, findingKinds } from '../../preload/contract/words.ts'
import { useLive } from '../live/live.tsx'
import { useIntegrations } from '../live/reads.ts'
import { Icon } from '../ui/icons.tsx'
import { sayDone, sayFailed } from '../ui/toast.tsx'
import { alarmNameOf, chosenTopics, type Draft, type Finding, type Fix, isSameFix, wishOf } from './draft.ts'
import { subjectName } from './plan-rows.ts'
import { findingWords } from './setup-words.ts'
import type { Look } from './topic-pick.tsx'
import { hearing } from './way-fields.tsx'

type Set = (part: Partial<Draft>) => void
const firstShown = 8

/** What keeps alarms from being heard, each with its fix: put into the plan on a click, or copied for the command line. */
export function Findings({ draft, account, look, set }: { draft: Draft; account: Account; look: Look; set: Set }) {
  const { alarms, findings, findingCounts } = look
  const groups = findingKinds.flatMap((kind) => {
    const found = findings.filter((one) => one.kind === kind)
    return found.length === 0 ? [] : [{ kind, found, count: findingCounts[kind] ?? found.length }]
  })
  const nobody = findingCounts['notifies-nobody'] ?? 0
  return (
    <section aria-labelledby="findings">
      <h2 className="h" id="findings">
        What is wrong{' '}
        <span className="clip">
          {alarms.seen
            ? `${alarms.value.count} alarms in ${draft.region}${nobody > 0 ? `; ${nobody} of them notify no one` : ''}`
            : 'the alarms could not be read'}
        </span>
      </h2>
      {!alarms.seen && (
        <p className="answer under">
          <Icon name="query" className="unknown" />
          <span className="wrap">{alarms.said} What is wrong with them is not known.</span>
        </p>
      )}
      {groups.length === 0 ? (
        <p className="m under">{alarms.seen ? 'Nothing that could be seen.' : ''}</p>
      ) : (
        <ul className="findings">
          {groups.map(({ kind, found, count }) => (
            <Group key={kind} kind={kind} found={found} count={count} draft={draft} account={account} set={set} />
          ))}
        </ul>
      )}
    </section>
  )
}

/** Whether a finding's fix is in the plan, and what puts it there. */
function useChosen(kind: FindingKind, found: readonly Finding[], draft: Draft, set: Set) {
  const isNobody = kind === 'notifies-nobody'
  const isOn = ({ subject, fix }: Finding): boolean =>
    isNobody ? draft.silent.includes(alarmNameOf(subject)) : fix !== null && draft.fixes.some((one) => isSameFix(one, fix))
  const fixable = isNobody ? found : found.filter(({ fix }) => fix !== null)
  function choose(some: readonly Finding[], on: boolean): void {
    if (isNobody) {
      const names = new Set(some.map(({ subject }) => alarmNameOf(subject)))
      const others = draft.silent.filter((name) => !names.has(name))
      set({ silent: on ? [...others, ...names] : others })
      return
    }
    const fixes = some.flatMap(({ fix }): Fix[] => (fix === null ? [] : [fix]))
    const others = draft.fixes.filter((one) => !fixes.some((fix) => isSameFix(one, fix)))
    set({ fixes: on ? [...others, ...fixes] : others })
  }
  return { isOn, fixable, choose }
}

function Group({
  kind,
  found,
  count,
  draft,
  account,
  set,
}: {
  kind: FindingKind
  found: readonly Finding[]
  count: number
  draft: Draft
  account: Account
  set: Set
}) {
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  const [isWhole, setWhole] = useState(false)
  const { isOn, fixable, choose } = useChosen(kind, found, draft, set)
  const topics = chosenTopics(draft, account)
  const needsTopic = kind === 'notifies-nobody' && topics.length === 0
  const on = fixable.filter(isOn).length
  const { head, fixes } = findingWords[kind]
  const shown = isWhole ? found : found.slice(0, firstShown)
  return (
    <li className="finding">
      <div className="findhead">
        <Icon name="incidents" className="warning" />
        <button type="button" className="aslink findopen" aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
          {head(count)}
        </button>
        <span className="end" />
        {kind === 'notifies-nobody' && topics.length > 1 && (
          <label className="forwhom">
            <span className="f s">tell</span>
            <select
              className="pick"
              value={draft.silentTo !== null && topics.includes(draft.silentTo) ? draft.silentTo : topics[0]}
              onChange={(event) => set({ silentTo: event.currentTarget.value })}
            >
              {topics.map((arn) => (
                <option key={arn} value={arn}>
                  {subjectName(arn)}
                </option>
              ))}
            </select>
          </label>
        )}
        {fixable.length > 0 && fixes !== null && !needsTopic && (
          <label className="pickline fixall">
            <input
              type="checkbox"
              checked={on === fixable.length}
              ref={(box) => {
                if (box !== null) box.indeterminate = on > 0 && on < fixable.length
              }}
              onChange={(event) => choose(fixable, event.currentTarget.checked)}
            />
            {fixes}
            {fixable.length > 1 && (
              <span className="f s">{on === 0 || on === fixable.length ? `all ${fixable.length}` : `${on} of ${fixable.length}`}</span>
            )}
          </label>
        )}
        {needsTopic && <span className="f s">choose a topic first</span>}
        {fixable.length > 0 && !needsTopic && (
          <CopyFix draft={draft} account={account} kind={kind} found={on > 0 ? fixable.filter(isOn) : fixable} />
        )}
      </div>
      {isOpen && (
        <ul id={id} className="findlist">
          {shown.map((one) => (
            <li key={one.subject + one.said}>
              {fixable.includes(one) && !needsTopic ? (
                <input
                  type="checkbox"
                  aria-label={`${fixes ?? 'Fix'}: ${subjectName(one.subject).slice(0, 200)}`}
                  checked={isOn(one)}
                  onChange={(event) => choose([one], event.currentTarget.checked)}
                />
              ) : (
                <span />
              )}
              <span className="wrap">
                {one.said} <span className="f s">{one.advice}</span>
              </span>
            </li>
          ))}
          {(found.length > shown.length || count > found.length) && (
            <li>
              <span />
              <span>
                {found.length > shown.length && (
                  <button type="button" className="aslink s" onClick={() => setWhole(true)}>
                    Show the other {found.length - shown.length}
                  </button>
                )}
                {count > found.length && <span className="f s"> {count - found.length} more show once these are mended</span>}
              </span>
            </li>
          )}
        </ul>
      )}
    </li>
  )
}

/** The fix alone, for whoever mends it by hand. */
function CopyFix({ draft, account, kind, found }: { draft: Draft; account: Account; kind: FindingKind; found: readonly Finding[] }) {
  const { client } = useLive()
  const { items } = useIntegrations()
  // Fixes need no integration; the plan is asked of one all the same.
  const integrationId = draft.integrationId ?? hearing(items)[0]?.id
  const copy = useMutation({
    mutationFn: async (id: string) => {
      const isNobody = kind === 'notifies-nobody'
      const whole = wishOf(
        {
          ...draft,
          fixes: isNobody ? [] : found.flatMap(({ fix }): Fix[] => (fix === null ? [] : [fix])),
          silent: isNobody ? found.map(({ subject }) => alarmNameOf(subject)) : [],
        },
        id,
        account,
      )
      const { cli } = await client.setups.plan({ ...whole, topicArns: [], createTopic: null, deadLetterQueue: false, test: false })
      await navigator.clipboard.writeText(cli)
    },
    onSuccess: () =>
      sayDone(found.length === 1 ? 'Copied the fix for the command line' : `Copied ${found.length} fixes for the command line`),
    onError: (error) => sayFailed('It was not copied.', error),
  })
  if (integrationId === undefined) return null
  return (
    <button type="button" className="btn small" disabled={copy.isPending} onClick={() => copy.mutate(integrationId)}>
      <Icon name="term" />
      Copy as CLI
    </button>
  )
}
