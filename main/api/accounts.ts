import { implement } from '@orpc/server'
import type { Account } from '../../preload/contract/accounts.ts'
import { contract } from '../../preload/contract/index.ts'
import type { AwsFault } from '../core/aws/aws-fault.ts'
import { leastPolicy, permissionsFor } from '../core/aws/least-policy.ts'
import type { Accounts } from '../edge/aws/accounts.ts'
import type { AccountRow } from '../store/account-rows.ts'
import type { ApiDeps } from './deps.ts'
import { rowId } from './ids.ts'
import { instant, instantOrNull } from './present.ts'
import { noSuch } from './refusals.ts'

const os = implement(contract.accounts)

/** A connected account in the contract's shape, with how its credentials stand. */
export function presentAccount(row: AccountRow, accounts: Accounts): Account {
  const { state, at, endsAt, fault } = accounts.standing(row.id)
  return {
    id: String(row.id),
    rev: row.rev,
    profile: row.profile,
    accountId: row.accountId,
    partition: row.partition,
    alias: row.alias,
    callerArn: row.callerArn,
    regions: row.regions,
    createdAt: instant(row.createdAt),
    credentials: {
      state,
      at: instantOrNull(at),
      endsAt: instantOrNull(endsAt),
      said: fault?.said ?? null,
      reason: fault?.code ?? null,
      command: fault?.command ?? null,
    },
  }
}

/** A fault of AWS's as the error that a caller hears. */
export const awsRefusal = ({ code, said, command, awsCode }: AwsFault) => ({ message: said, data: { reason: code, command, awsCode } })

export function accountHandlers({ store, aws: { accounts }, inbound: { inboundUrl } }: Pick<ApiDeps, 'store' | 'aws' | 'inbound'>) {
  return {
    profiles: os.profiles.handler(async () => {
      const connected = store.accounts()
      const items = (await accounts.profiles()).map(({ name, region, kind, mfa }) => {
        const user = connected.find(({ profile }) => profile === name)
        return { name, region, kind, mfa, accountId: user === undefined ? null : String(user.id) }
      })
      return { items }
    }),
    list: os.list.handler(() => ({ rev: store.changes.rev(), items: store.accounts().map((row) => presentAccount(row, accounts)) })),
    connect: os.connect.handler(async ({ input, errors }) => {
      const connected = await accounts.connect({ ...input, mfaCode: input.mfaCode ?? null })
      if (!connected.ok) throw errors['aws-refused'](awsRefusal(connected.fault))
      return presentAccount(connected.account, accounts)
    }),
    update: os.update.handler(async ({ input, errors }) => {
      const row = await store.updateAccount(rowId(input.id) ?? 0, { regions: input.regions })
      if (row === null) throw errors['not-found'](noSuch('account'))
      return presentAccount(row, accounts)
    }),
    check: os.check.handler(async ({ input, errors }) => {
      const checked = await accounts.check(rowId(input.id) ?? 0, input.mfaCode ?? null)
      if (checked === null) throw errors['not-found'](noSuch('account'))
      if (!checked.ok) throw errors['aws-refused'](awsRefusal(checked.fault))
      return presentAccount(checked.account, accounts)
    }),
    remove: os.remove.handler(async ({ input, errors }) => {
      const rev = await accounts.remove(rowId(input.id) ?? 0)
      if (rev === null) throw errors['not-found'](noSuch('account'))
      return { id: input.id, rev }
    }),
    leastPolicy: os.leastPolicy.handler(({ input }) => {
      const row = input.account === undefined ? null : store.account(rowId(input.account) ?? 0)
      const integration = input.integrationId === undefined ? null : store.integration(rowId(input.integrationId) ?? 0)
      const scope = {
        partition: row?.partition ?? 'aws',
        accountId: row?.accountId ?? null,
        regions: row?.regions ?? [],
        topicArns: input.topicArns,
        queueArns: input.queueArns,
        alarmArns: input.alarmArns,
        inboundUrl: integration === null ? null : inboundUrl(integration.id),
      }
      return {
        document: JSON.stringify(leastPolicy(input.features, scope), null, 2),
        features: input.features.map((feature) => ({
          feature,
          permissions: permissionsFor(feature).map(({ actions, why, optional }) => ({ actions, why, optional })),
        })),
      }
    }),
  }
}
