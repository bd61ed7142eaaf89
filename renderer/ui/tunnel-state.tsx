import { useMutation } from '@tanstack/react-query'
import type { TunnelReport } from '../../preload/contract/tunnel.ts'
import { useLive } from '../live/live.tsx'
import { Icon } from './icons.tsx'
import { useNow } from './now.tsx'
import { Age, CopyButton } from './parts.tsx'
import { sayFailed } from './toast.tsx'
import { tunnelStanding } from './tunnel-words.ts'

/** How ngrok's tunnel stands: up and where, or down, why, and when it is tried again. */
export function TunnelState({ report }: { report: TunnelReport }) {
  const { client, cache } = useLive()
  const { icon, tone, title, said, next, since } = tunnelStanding(report, useNow())
  const retry = useMutation({
    mutationFn: () => client.tunnel.retry(),
    onSuccess: cache.takeTunnel,
    onError: (error) => sayFailed('It was not tried.', error),
  })
  const { state, publicUrl, note, standIn, latencyMs, hasApiKey } = report
  return (
    <div className="tunnelstate">
      {publicUrl !== null && (
        <p className="where">
          <span className={`mono wrap${state === 'up' ? '' : ' f'}`}>{publicUrl}</span>
          <CopyButton text={publicUrl} label="Copy the public URL" />
        </p>
      )}
      <div role="status">
        <p className="answer">
          <Icon name={icon} className={tone} />
          <span className="wrap">
            <b>{title}</b>{' '}
            <span className="f nw">
              for <Age at={since} />
              {state === 'up' && latencyMs !== null && `, ${latencyMs} ms to ngrok`}
              {said !== null && '.'}
            </span>
            {said !== null && <span className="t"> {said}</span>}
          </span>
        </p>
        {state === 'up' && hasApiKey && standIn.stands && (
          <p className="answer">
            <Icon name="tick" className="ok" />
            <span className="wrap">While this desk is away ngrok answers 503 in its place, so that SNS tries again.</span>
          </p>
        )}
        {state === 'up' && !standIn.stands && note === null && (
          <p className="answer m">
            <Icon name="query" className="unknown" />
            <span className="wrap">
              While this desk is away ngrok answers 404, which SNS takes as done: what it sends then is lost.{' '}
              {hasApiKey ? 'Let ngrok stand in, below.' : 'An API key mends that, below.'}
            </span>
          </p>
        )}
        {note !== null && (
          <p className="answer">
            <Icon name="query" className="unknown" />
            <span className="wrap">{note}</span>
          </p>
        )}
      </div>
      {state === 'down' && (
        <p className="answer">
          <button type="button" className="btn" disabled={retry.isPending} onClick={() => retry.mutate()}>
            Try now
          </button>
          <span className="m s">{next}</span>
        </p>
      )}
    </div>
  )
}
