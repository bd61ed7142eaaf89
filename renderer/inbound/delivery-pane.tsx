import { useState } from 'react'
import type { Delivery, DeliveryDetail } from '../../preload/contract/deliveries.ts'
import { useDelivery } from '../live/reads.ts'
import { useCommands } from '../ui/commands.tsx'
import { bytes, fullInstant } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { PracticeMark } from '../ui/marks.tsx'
import { Bones, Clock, CopyButton, Key } from '../ui/parts.tsx'
import { hrefOf } from '../ui/route.ts'
import { saidBy } from '../ui/said.ts'
import { Trace } from '../ui/trace.tsx'
import type { DeliveryActs } from './acts.ts'
import { innerMessage, pieces, readable } from './body.ts'
import { becauseOf } from './dispositions.ts'

type Side = 'raw' | 'headers' | null

/** One delivery: why it became what it became, and what came, safe to share unless asked otherwise. */
export function DeliveryPane({ row, acts }: { row: Delivery; acts: DeliveryActs }) {
  const [why, setWhy] = useState(true)
  const [side, setSide] = useState<Side>('raw')
  const [revealed, setRevealed] = useState<string | null>(null)
  const query = useDelivery(row.id)
  const detail = query.data?.id === row.id ? query.data : undefined
  const isRevealed = revealed === row.id
  const toggleSide = (which: 'raw' | 'headers') => setSide(side === which ? null : which)
  useCommands({ why: () => setWhy(!why), 'delivery.raw': () => toggleSide('raw') })

  const content = detail === undefined ? undefined : isRevealed ? detail : detail.shareable
  const toggle = (label: string, isOn: boolean, run: () => void, key?: 'why' | 'delivery.raw') => (
    <button type="button" className="btn small" aria-pressed={isOn} onClick={run}>
      {label} {key !== undefined && <Key of={key} />}
    </button>
  )
  return (
    <section className="pane" aria-label={`Delivery ${row.id.slice(0, 8)}`}>
      <div className="h">
        <h2 className="nw">
          <b>
            Delivery <span className="mono">{row.id.slice(0, 8)}</span>
          </b>
        </h2>
        {row.practice && <PracticeMark />}
        <span className="clip" title={fullInstant(Date.parse(row.receivedAt))}>
          <Clock at={row.receivedAt} precision="millisecond" />
          {detail !== undefined && `, ${bytes(detail.bodyBytes)}, by ${row.source}`}
        </span>
        <span className="end" />
        {row.disposition === 'awaiting-confirmation' && (
          <>
            <button type="button" className="btn small primary" onClick={() => acts.confirm(row)}>
              Confirm
            </button>
            <button type="button" className="btn small" onClick={() => acts.refuse(row)}>
              Refuse
            </button>
          </>
        )}
        {row.disposition === 'rejected' && row.reason === 'topic' && (
          <button type="button" className="btn small primary" onClick={() => acts.trustTopic(row)}>
            Trust this topic and replay
          </button>
        )}
        {toggle('Why', why, () => setWhy(!why), 'why')}
        {toggle('Raw', side === 'raw', () => toggleSide('raw'), 'delivery.raw')}
        {toggle('Headers', side === 'headers', () => toggleSide('headers'))}
        <button type="button" className="btn small" onClick={() => acts.replay(row)}>
          Replay
        </button>
        {content !== undefined && (
          <CopyButton text={content.body} label={isRevealed ? 'Copy the body, with secrets' : 'Copy the body, secrets replaced'} />
        )}
      </div>
      {query.isError && detail === undefined ? (
        <p className="under inp">{saidBy(query.error)}</p>
      ) : detail === undefined || content === undefined ? (
        <Bones rows={5} />
      ) : (
        (why || side !== null) && (
          <div className={`duo${why && side !== null ? '' : ' single'}`}>
            {why && <Why detail={detail} row={row} />}
            {side !== null && (
              <div className="rawcol">
                <div className="rawsay s">
                  {isRevealed ? (
                    <>
                      <Icon name="key" className="warning" />
                      <span className="t">With its token, signature and secrets. Keep it to yourself.</span>
                      <button type="button" className="aslink" onClick={() => setRevealed(null)}>
                        Replace them
                      </button>
                    </>
                  ) : (
                    <>
                      <span className="f">Secrets are replaced: fit to share.</span>
                      <button type="button" className="aslink" onClick={() => setRevealed(row.id)}>
                        Raw, with secrets
                      </button>
                    </>
                  )}
                </div>
                {side === 'headers' ? (
                  <Headers headers={content.headers} />
                ) : (
                  <Body body={content.body} encoding={content.bodyEncoding} kept={detail} />
                )}
              </div>
            )}
          </div>
        )
      )}
    </section>
  )
}

function Why({ detail, row }: { detail: DeliveryDetail; row: Delivery }) {
  const { what, why } = becauseOf(row)
  return (
    <div className="whycol" tabIndex={0} role="region" aria-label="Why">
      <p className="because wrap">
        <b>{what}</b>
        {row.incidentId !== null && (
          <>
            {' '}
            <a className="id" href={hrefOf('incidents', row.incidentId)}>
              {row.incidentShortId ?? 'its incident'}
            </a>
          </>
        )}
        {why === '' ? '.' : `, ${why}.`}
        {row.count > 1 && ` This row stands for ${row.count} deliveries.`}
      </p>
      <Trace steps={detail.trace} />
    </div>
  )
}

function Headers({ headers }: { headers: Record<string, string> }) {
  return (
    <div className="code scroll wraps" tabIndex={0} role="region" aria-label="Headers">
      {Object.entries(headers).map(([name, value]) => (
        <div key={name}>
          {name}: <b>{value}</b>
        </div>
      ))}
    </div>
  )
}

function Body({ body, encoding, kept }: { body: string; encoding: 'utf8' | 'base64'; kept: DeliveryDetail }) {
  const { text, isIndented } = readable(body)
  const inner = encoding === 'utf8' ? innerMessage(body) : null
  const isPart = kept.bodyBytes > new TextEncoder().encode(kept.body).length && encoding === 'utf8'
  return (
    <div className="code scroll wraps" tabIndex={0} role="region" aria-label="Body">
      {encoding === 'base64' && <p className="s f">Not text: {bytes(kept.bodyBytes)}, in base64.</p>}
      {isPart && <p className="s f">Only its beginning was kept, of {bytes(kept.bodyBytes)}.</p>}
      {inner !== null && (
        <>
          <p className="s f">Message, read</p>
          <pre>
            <Marked text={inner} />
          </pre>
          <p className="s f">Body{isIndented ? ', indented to be read; Copy gives it as it came' : ', verbatim'}</p>
        </>
      )}
      <pre>{encoding === 'utf8' ? <Marked text={text} /> : text}</pre>
    </div>
  )
}

function Marked({ text }: { text: string }) {
  let at = 0
  return pieces(text).map((piece) => {
    at += piece.text.length
    return piece.kind === 'value' ? <b key={at}>{piece.text}</b> : <span key={at}>{piece.text}</span>
  })
}
