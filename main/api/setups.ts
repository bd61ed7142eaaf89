import { implement } from '@orpc/server'
import type { z } from 'zod'
import { contract } from '../../preload/contract/index.ts'
import type { lookedTopic, Setup, setupWish } from '../../preload/contract/setup.ts'
import type { FindingKind } from '../../preload/contract/words.ts'
import type { AlarmLook } from '../core/aws/alarm-definition.ts'
import { alarmsOn, type Seen, type TopicLook } from '../core/aws/look.ts'
import { changesAws, type PlannedStep, type StepAct } from '../core/aws/setup-step.ts'
import type { SetupWish } from '../core/aws/setup-wish.ts'
import type { SetupFault } from '../edge/aws/setups.ts'
import type { SetupRow } from '../store/setup-rows.ts'
import type { ApiDeps } from './deps.ts'
import { rowId } from './ids.ts'
import { instant } from './present.ts'
import { noSuch } from './refusals.ts'

const os = implement(contract.setups)
const findingsMost = 500

/** A set-up in the contract's shape. */
export function presentSetup(row: SetupRow): Setup {
  return {
    id: String(row.id),
    rev: row.rev,
    account: String(row.account),
    integrationId: String(row.integrationId),
    region: row.region,
    state: row.state,
    said: row.said,
    createdAt: instant(row.createdAt),
    changedAt: instant(row.changedAt),
    steps: row.steps.map(({ planned, state, said, result, changedAt }) => ({
      ...presentStep(planned),
      state,
      note: said,
      changedAt: instant(changedAt),
      tookMs: result?.tookMs ?? null,
      deliveryId: result?.deliveryId === undefined ? null : String(result.deliveryId),
    })),
  }
}

const presentStep = ({ effect, act, said, undo }: PlannedStep) => ({ effect, kind: act.kind, subject: subjectOf(act), said, undo })

const subjectOf = (act: StepAct): string => ('alarmName' in act ? act.alarmName : 'topicArn' in act ? act.topicArn : act.queueArn)

const map = <In, Out>(seen: Seen<In>, change: (value: In) => Out): Seen<Out> =>
  seen.seen ? { seen: true, value: change(seen.value) } : seen

export function setupHandlers({ store, aws: { setups }, inbound: { inboundUrl } }: Pick<ApiDeps, 'store' | 'aws' | 'inbound'>) {
  const wishOf = ({ account: _account, integrationId, ...wish }: z.output<typeof setupWish>): SetupWish => ({
    ...wish,
    integrationId: rowId(integrationId) ?? 0,
  })

  /** Which of this desk's integrations an endpoint belongs to. */
  function owners(): Map<string, { integrationId: string; by: 'url' | 'queue' }> {
    const known = new Map<string, { integrationId: string; by: 'url' | 'queue' }>()
    for (const { id, practice } of store.integrations()) {
      const url = inboundUrl(id)
      if (url !== null && !practice) known.set(url, { integrationId: String(id), by: 'url' })
      for (const arn of setups.queuesOf(id)) known.set(arn, { integrationId: String(id), by: 'queue' })
    }
    return known
  }

  function presentTopic(topic: TopicLook, alarms: Seen<AlarmLook[]>, own: ReturnType<typeof owners>): z.input<typeof lookedTopic> {
    const { attributes, subscriptions, rules, ...name } = topic
    return {
      ...name,
      rules,
      signatureVersion: map(attributes, ({ signatureVersion }) => signatureVersion),
      kmsKeyId: map(attributes, ({ kmsKeyId }) => kmsKeyId),
      alarms: map(alarms, (all) =>
        alarmsOn(topic.topicArn, all).map(({ alarmName, alarmArn, actionsEnabled }) => ({ alarmName, alarmArn, actionsEnabled })),
      ),
      subscribed: map(subscriptions, (all) =>
        all.flatMap(({ endpoint, state }) => {
          const owner = own.get(endpoint)
          return owner === undefined || state === 'deleted' ? [] : [{ ...owner, state }]
        }),
      ),
      subscribers: map(subscriptions, (all) => all.filter(({ state }) => state !== 'deleted').length),
    }
  }

  const refusal = ({ code, said }: SetupFault) => ({ code, message: said })

  return {
    look: os.look.handler(async ({ input, errors }) => {
      const looked = await setups.look({
        account: rowId(input.account) ?? 0,
        region: input.region,
        topicArns: input.topicArns,
        integrationId: input.integrationId === undefined ? null : (rowId(input.integrationId) ?? 0),
      })
      if (!looked.ok) throw errors['not-found']({ message: looked.said })
      const { topics, alarms } = looked.look
      const own = owners()
      const findingCounts: Partial<Record<FindingKind, number>> = {}
      for (const { kind } of looked.findings) findingCounts[kind] = (findingCounts[kind] ?? 0) + 1
      return {
        topics: map(topics, (all) => all.map((topic) => presentTopic(topic, alarms, own))),
        alarms: map(alarms, ({ length }) => ({ count: length })),
        findings: looked.findings.slice(0, findingsMost),
        findingCounts,
      }
    }),
    plan: os.plan.handler(async ({ input, errors }) => {
      const planned = await setups.plan(wishOf(input), input.account === null ? null : (rowId(input.account) ?? 0))
      if (!planned.ok) throw errors['not-found']({ message: planned.said })
      const { steps, problems, cli, terraform } = planned
      return { steps: steps.map(presentStep), problems, changes: steps.filter(changesAws).length, cli, terraform }
    }),
    apply: os.apply.handler(async ({ input, errors }) => {
      if (input.account === null) {
        throw errors['not-possible']({
          message: 'Choose a connected account: without one the plan can only be copied.',
          data: { reason: 'account' },
        })
      }
      const begun = await setups.apply(wishOf(input), rowId(input.account) ?? 0)
      if (begun.ok) return presentSetup(begun.setup)
      const { code, message } = refusal(begun)
      if (code === 'not-found') throw errors['not-found']({ message })
      throw errors['not-possible']({ message, data: { reason: 'plan' } })
    }),
    list: os.list.handler(() => ({ rev: store.changes.rev(), items: store.setups().map(presentSetup) })),
    get: os.get.handler(({ input, errors }) => {
      const row = store.setup(rowId(input.id) ?? 0)
      if (row === null) throw errors['not-found'](noSuch('set-up'))
      return presentSetup(row)
    }),
    retry: os.retry.handler(async ({ input, errors }) => {
      const again = await setups.retry(rowId(input.id) ?? 0)
      if (again.ok) return presentSetup(again.setup)
      if (again.code === 'not-found') throw errors['not-found']({ message: again.said })
      throw errors['not-possible']({ message: again.said, data: { reason: 'state' } })
    }),
    undo: os.undo.handler(async ({ input, errors }) => {
      const undone = await setups.undo(rowId(input.id) ?? 0)
      if (undone.ok) return presentSetup(undone.setup)
      if (undone.code === 'not-found') throw errors['not-found']({ message: undone.said })
      throw errors['not-possible']({ message: undone.said, data: { reason: 'state' } })
    }),
  }
}
