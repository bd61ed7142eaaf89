import { useMutation } from '@tanstack/react-query'
import { useLive } from '../live/live.tsx'
import { goTo, hrefOf } from './route.ts'
import { sayFailed } from './toast.tsx'

/** Runs a practice alarm and leads to its incident. */
export function usePractice() {
  const { client } = useLive()
  const run = useMutation({
    mutationFn: () => client.practice.run(),
    onSuccess({ incidentId }) {
      goTo(hrefOf('incidents', incidentId))
    },
    onError: (error) => sayFailed('The practice alarm did not run.', error),
  })
  return { run: () => run.mutate(), isRunning: run.isPending }
}
