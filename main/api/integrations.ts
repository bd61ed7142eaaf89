import { implement } from '@orpc/server'
import { contract } from '../../preload/contract/index.ts'
import type { Integration } from '../../preload/contract/integrations.ts'
import { parseGivenKey } from '../edge/sns/x509.ts'
import type { ApiDeps } from './deps.ts'
import { rowId } from './ids.ts'
import type { IntegrationPresenter } from './present-integration.ts'
import { noSuch } from './refusals.ts'

const os = implement(contract.integrations)
const threeDaysSeconds = 3 * 86_400

export function integrationHandlers(
  { store, inbound: { gate, usualTrust } }: Pick<ApiDeps, 'store' | 'inbound'>,
  present: IntegrationPresenter,
) {
  /** An integration as it stands now; null where there is none, or none any more. */
  const shown = async (id: number | undefined): Promise<Integration | null> => (id === undefined ? null : present.one(id))

  return {
    list: os.list.handler(() => present.all()),
    get: os.get.handler(async ({ input, errors }) => {
      const integration = await shown(rowId(input.id) ?? 0)
      if (integration === null) throw errors['not-found'](noSuch('integration'))
      return integration
    }),
    create: os.create.handler(async ({ input, errors }) => {
      const wish = {
        ...input,
        practice: false,
        trust: input.trust ?? (input.template === 'generic-json' ? { kind: 'secret-url' as const } : usualTrust),
        confirm: input.confirm ?? ('manual' as const),
        topics: input.topics ?? [],
        maxAgeSeconds: input.maxAgeSeconds ?? threeDaysSeconds,
        rules: input.rules ?? [],
      }
      const impossible = trustFault(wish.template, wish.trust)
      if (impossible !== null) throw errors['not-possible']({ message: impossible, data: { reason: 'trust' } })
      const integration = await shown((await gate.create(wish)).id)
      if (integration === null) throw errors['not-possible']({ message: 'It was removed at once.', data: { reason: 'removed' } })
      return integration
    }),
    update: os.update.handler(async ({ input: { id, ...wish }, errors }) => {
      const row = store.integration(rowId(id) ?? 0)
      if (row === null) throw errors['not-found'](noSuch('integration'))
      const impossible = wish.trust === undefined ? null : trustFault(row.template, wish.trust)
      if (impossible !== null) throw errors['not-possible']({ message: impossible, data: { reason: 'trust' } })
      const integration = await shown((await gate.update(row.id, wish))?.id)
      if (integration === null) throw errors['not-found'](noSuch('integration'))
      return integration
    }),
    remove: os.remove.handler(async ({ input, errors }) => {
      const rev = await gate.remove(rowId(input.id) ?? 0)
      if (rev === null) throw errors['not-found'](noSuch('integration'))
      return { id: input.id, rev }
    }),
    rotate: os.rotate.handler(async ({ input, errors }) => {
      const integration = await shown((await gate.rotate(rowId(input.id) ?? 0, input.keepOldSeconds * 1_000))?.id)
      if (integration === null) throw errors['not-found'](noSuch('integration'))
      return integration
    }),
  }
}

/** Why a trust can't be had, as a sentence; null where it can. */
function trustFault(template: string, trust: Integration['trust']): string | null {
  if (trust.kind === 'secret-url' && template !== 'generic-json') {
    return 'Trust in the secret URL alone is for the template generic-json: everything from SNS is signed.'
  }
  if (trust.kind === 'custom' && parseGivenKey(trust.certificatePem) === null) {
    return 'That is no certificate or public key that can verify SNS: give one RSA certificate or public key as PEM.'
  }
  return null
}
