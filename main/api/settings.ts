import { implement } from '@orpc/server'
import { contract } from '../../preload/contract/index.ts'
import type { ApiDeps } from './deps.ts'

const os = implement(contract.settings)

export function settingsHandlers({ store, coverage, desk }: Pick<ApiDeps, 'store' | 'coverage' | 'desk'>) {
  const current = () => ({ ...store.settings(), publicUrl: desk.publicUrl() })
  return {
    get: os.get.handler(() => current()),
    update: os.update.handler(async ({ input, errors }) => {
      if (input.publicUrl !== undefined && desk.facts().publicUrlFromFlag) {
        throw errors['not-possible']({
          message: 'The public URL was given on the command line (--public-url): start without it to set one here.',
          data: { reason: 'flag' },
        })
      }
      const { tunnelKind } = store.settings()
      if (input.publicUrl !== undefined && tunnelKind === 'ngrok') {
        throw errors['not-possible']({
          message: 'The public URL is that of ngrok’s tunnel: choose an address of your own in its place to set one here.',
          data: { reason: 'tunnel' },
        })
      }
      // Who names an address means to be reached there.
      await store.updateSettings({
        ...input,
        ...(tunnelKind === 'none' && typeof input.publicUrl === 'string' ? { tunnelKind: 'own' } : {}),
      })
      if (input.publicUrl !== undefined) void coverage.checkAddress()
      return current()
    }),
    desk: os.desk.handler(() => desk.facts()),
    checkPublicAddress: os.checkPublicAddress.handler(async ({ errors }) => {
      const checked = await coverage.checkAddress()
      if (checked === null) {
        throw errors['not-possible']({ message: 'There is no public URL yet: set one first.', data: { reason: 'no-public-url' } })
      }
      const { ok, url, tookMs, said } = checked
      return { ok, url, tookMs, said }
    }),
  }
}
