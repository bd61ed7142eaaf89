import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { TunnelReport } from '../../preload/contract/tunnel.ts'
import { useLive } from '../live/live.tsx'
import { useDesk, useTunnel } from '../live/reads.ts'
import { useDone } from './done.tsx'
import { type Option, Options } from './fields.tsx'
import { NgrokForm } from './ngrok-form.tsx'
import { Bones } from './parts.tsx'
import { PublicAddress } from './public-address.tsx'
import { saidBy } from './said.ts'
import { sayFailed } from './toast.tsx'
import { TunnelState } from './tunnel-state.tsx'
import './way-in.css'

type Kind = TunnelReport['kind']

const ways: readonly Option<Kind>[] = [
  { value: 'own', label: 'At an address of your own', says: 'A reverse proxy, or a tunnel that you run.' },
  { value: 'ngrok', label: 'By ngrok', says: 'Tocsin opens the tunnel itself and keeps it open. A free account will do.' },
  { value: 'none', label: 'Not at all', says: 'Alarms come by a queue, or are only looked for.' },
]
const chosenWords: Record<Kind, string> = {
  own: 'AWS reaches this desk at an address of your own',
  ngrok: 'AWS reaches this desk by ngrok',
  none: 'AWS does not reach this desk',
}

/** How AWS reaches this desk: the choice, and what each way needs. */
export function WayIn({ isFirst = false, offersNone = false }: { isFirst?: boolean; offersNone?: boolean }) {
  const { client, cache } = useLive()
  const tunnel = useTunnel()
  const desk = useDesk()
  const done = useDone()
  const [picked, setPicked] = useState<Kind | null>(null)

  const take = (answer: TunnelReport) => {
    cache.takeTunnel(answer)
    cache.markStale(['integrations'], ['coverage'], ['settings'])
    setPicked(null)
  }
  const choose = useMutation({
    mutationFn: ({ kind }: { kind: Kind; before: Kind }) => client.tunnel.choose({ kind }),
    onSuccess(answer, { kind, before }) {
      take(answer)
      done(chosenWords[kind], async () => {
        take(await client.tunnel.choose({ kind: before }))
        return 'Taken back: it is as before'
      })
    },
    onError(error) {
      setPicked(null)
      sayFailed('It was not chosen.', error)
    },
  })

  const report = tunnel.data
  if (desk.data?.publicUrlFromFlag === true) return <PublicAddress isFirst={isFirst} />
  if (report === undefined) return tunnel.isError ? <p className="m wrap">It can’t be read. {saidBy(tunnel.error)}</p> : <Bones rows={3} />
  const kind = picked ?? report.kind
  const pick = (next: Kind) => {
    if (choose.isPending) return
    setPicked(next)
    // Without its token ngrok has nothing to be chosen for yet.
    if (next !== report.kind && (next !== 'ngrok' || report.hasAuthtoken)) choose.mutate({ kind: next, before: report.kind })
  }
  return (
    <div className="wayin">
      <Options
        legend="How AWS reaches this desk"
        value={kind}
        options={offersNone || report.kind === 'none' ? ways : ways.filter(({ value }) => value !== 'none')}
        onChoose={pick}
      />
      {kind === 'own' && report.kind === 'own' && <PublicAddress isFirst={isFirst} />}
      {kind === 'ngrok' && (
        <>
          {report.kind === 'ngrok' && <TunnelState report={report} />}
          <NgrokForm report={report} isFirst={isFirst || report.kind !== 'ngrok'} onTaken={() => setPicked(null)} />
        </>
      )}
    </div>
  )
}
