import { useMutation } from '@tanstack/react-query'
import type { CoverageReport } from '../../preload/contract/coverage.ts'
import { useLive } from '../live/live.tsx'
import { Choose } from '../ui/choose.tsx'
import { linkWords } from '../ui/coverage-words.ts'
import { shortInstant } from '../ui/format.ts'
import { sayFailed } from '../ui/toast.tsx'

const dayMs = 86_400_000

/** For how long the operator lives without a proof of a link. */
export function AcceptChoice({ link, onLeave }: { link: CoverageReport['links'][number]; onLeave(): void }) {
  const { client, cache } = useLive()
  const now = Date.now()
  const accept = useMutation({
    mutationFn: (until: number | null) =>
      client.coverage.accept({ link: link.link, until: until === null ? null : new Date(until).toISOString() }),
    onSettled: () => cache.markStale(['coverage']),
    onError: (error) => sayFailed('It was not accepted.', error),
  })
  const choice = (label: string, until: number) => ({
    label,
    detail: `until ${shortInstant(until, now)}`,
    choose: () => accept.mutate(until),
  })
  return (
    <Choose
      title={`${linkWords[link.link]}: live without a proof`}
      choices={[
        choice('A day', now + dayMs),
        choice('A week', now + 7 * dayMs),
        choice('30 days', now + 30 * dayMs),
        ...(link.acceptedUntil === null
          ? []
          : [{ label: 'No longer', detail: 'it counts as unproven again', choose: () => accept.mutate(null) }]),
      ]}
      foot="Until then its lack of a proof does not keep coverage from green. A failure always counts."
      onLeave={onLeave}
    />
  )
}
