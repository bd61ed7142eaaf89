import { useMutation } from '@tanstack/react-query'
import type { Account } from '../../preload/contract/accounts.ts'
import { keys } from '../live/cache.ts'
import { useLive } from '../live/live.tsx'
import { useDone } from '../ui/done.tsx'
import { sayFailed } from '../ui/toast.tsx'
import { accountName } from './words.ts'

/** What can be done with a connected account. */
export function useAccountActs(account: Account) {
  const { client, cache } = useLive()
  const done = useDone()
  const read = () => cache.markStale(keys.accounts, keys.profiles)
  const { id } = account
  return {
    check: useMutation({
      mutationFn: (mfaCode: string | null) => client.accounts.check({ id, ...(mfaCode === null ? {} : { mfaCode }) }),
      onSettled: read,
    }),
    async setRegions(regions: readonly string[]): Promise<void> {
      const before = account.regions
      await client.accounts.update({ id, regions: [...regions] })
      read()
      done(`${accountName(account)} is looked at in ${regions.join(', ')}`, async () => {
        await client.accounts.update({ id, regions: before })
        read()
        return `Taken back: ${before.join(', ')}`
      })
    },
    async remove(): Promise<boolean> {
      try {
        await client.accounts.remove({ id })
      } catch (error) {
        sayFailed('It was not removed.', error)
        return false
      }
      read()
      done(`Removed ${accountName(account)}. In AWS nothing was changed.`)
      return true
    },
  }
}
