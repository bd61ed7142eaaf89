import { useState } from 'react'
import type { Integration } from '../../preload/contract/integrations.ts'
import { useDesk, useQueues } from '../live/reads.ts'
import { CopyLine } from '../ui/copy-line.tsx'
import { FormField } from '../ui/form-field.tsx'
import { fullInstant, shortInstant } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { useMinute } from '../ui/now.tsx'
import { Age, CopyButton, Key } from '../ui/parts.tsx'
import { reachOf } from '../ui/reach.ts'
import { WayIn } from '../ui/way-in.tsx'
import { isExact, subscribeLine } from './cli.ts'
import { copyableUrl, masked } from './secret.ts'

/** The secret URL, masked until it is asked for; or what is missing before there is one that AWS can reach. */
export function Address({ integration, onCopy, onRotate }: { integration: Integration; onCopy(url: string): void; onRotate(): void }) {
  const url = copyableUrl(integration.inboundUrl)
  const isByQueue = useQueues().data?.items.some(({ integrationId }) => integrationId === integration.id) ?? false
  return (
    <section aria-labelledby="address">
      {url === null ? (
        isByQueue ? (
          <>
            <h3 className="h" id="address">
              Secret URL <span>none is needed: its queue is read</span>
            </h3>
            <details className="more">
              <summary>Give this desk a public address too</summary>
              <NoAddress integration={integration} onRotate={onRotate} isWithin />
            </details>
          </>
        ) : (
          <NoAddress integration={integration} onRotate={onRotate} />
        )
      ) : (
        <Secret integration={integration} url={url} onCopy={onCopy} onRotate={onRotate} />
      )}
      <OldSecret integration={integration} />
    </section>
  )
}

function Secret({
  integration,
  url,
  onCopy,
  onRotate,
}: {
  integration: Integration
  url: string
  onCopy(url: string): void
  onRotate(): void
}) {
  const [isRevealed, reveal] = useState(false)
  const { trust, subscriptions } = integration
  const shown = isRevealed ? url : masked(url)
  const at = shown.lastIndexOf('/in/') + 4
  return (
    <>
      <h3 className="h" id="address">
        Secret URL{' '}
        <span className="clip">
          {trust.kind === 'secret-url'
            ? 'Whoever has it is believed.'
            : 'SNS posts here. Whoever has it can knock; only a topic of the list is let in.'}
        </span>
      </h3>
      <div className="secret">
        <span className="field">
          <span className={isRevealed ? 'wrap' : 'clip'}>
            {shown.slice(0, at)}
            <span className={isRevealed ? undefined : 'f'}>{shown.slice(at)}</span>
          </span>
        </span>
        <button type="button" className="btn" onClick={() => onCopy(url)}>
          <Icon name="copy" />
          Copy <Key of="copy" />
        </button>
        <button type="button" className="btn" aria-pressed={isRevealed} onClick={() => reveal(!isRevealed)}>
          <Icon name="eye" />
          {isRevealed ? 'Hide' : 'Reveal'}
        </button>
        <button type="button" className="btn" onClick={onRotate}>
          <Icon name="rotate" />
          Rotate
        </button>
      </div>
      {reachOf(url) === 'private' && (
        <p className="s under m">
          <Icon name="query" className="unknown" /> The public URL is an address of a private network: a service within it can post here,
          AWS can’t.
        </p>
      )}
      {trust.kind === 'secret-url' ? (
        <CopyLine
          command={`curl -X POST --data '{"AlarmName":"try","NewStateValue":"ALARM"}' '${url}'`}
          shown={`curl -X POST --data '{"AlarmName":"try","NewStateValue":"ALARM"}' '${shown}'`}
          label="Copy the curl line, with the secret"
        />
      ) : (
        // While a topic waits or is confirmed, the line only stands in the way of what comes next.
        <SubscribeLine
          key={integration.id}
          integration={integration}
          url={url}
          shown={shown}
          isOpen={
            !subscriptions.some(({ state }) => state === 'confirmed' || state === 'confirming' || state === 'awaiting-confirmation') ||
            integration.previousSecret !== null
          }
        />
      )}
    </>
  )
}

function SubscribeLine({ integration, url, shown, isOpen }: { integration: Integration; url: string; shown: string; isOpen: boolean }) {
  const exact = integration.topics.filter(isExact)
  const [typed, setTyped] = useState<string | null>(null)
  const [isShown, show] = useState(isOpen)
  const topic = (typed ?? exact[0] ?? '').trim()
  return (
    <details className="more" open={isShown} onToggle={(event) => show(event.currentTarget.open)}>
      <summary>Subscribe a topic to it</summary>
      <div className="steps1">
        <FormField label="Topic" said="The topic’s ARN. Where the topic is of another account, its owner runs the line.">
          {(ids) => (
            <>
              <input
                {...ids}
                className="mono"
                list={`${ids.id}l`}
                autoComplete="off"
                spellCheck={false}
                maxLength={400}
                placeholder="arn:aws:sns:eu-west-1:123456789012:alarms"
                value={typed ?? exact[0] ?? ''}
                onChange={(event) => setTyped(event.currentTarget.value)}
              />
              <datalist id={`${ids.id}l`}>
                {exact.map((one) => (
                  <option key={one} value={one} />
                ))}
              </datalist>
            </>
          )}
        </FormField>
        <CopyLine
          command={subscribeLine(topic, url)}
          shown={subscribeLine(topic, shown)}
          label="Copy the line that subscribes, with the secret"
        />
        <p className="f s">
          SNS asks at once to be confirmed:{' '}
          {integration.confirm === 'manual'
            ? 'a bar over this view then waits for your one click'
            : 'a topic of the list is confirmed by itself'}
          . Leave raw message delivery off: what is not signed is refused.
        </p>
      </div>
    </details>
  )
}

function NoAddress({ integration, onRotate, isWithin = false }: { integration: Integration; onRotate(): void; isWithin?: boolean }) {
  const desk = useDesk()
  const isPractice = desk.data?.practiceAccount === true
  const { trust, inboundPath, inboundUrl } = integration
  const isHere = inboundUrl !== null
  return (
    <>
      {!isWithin && (
        <h3 className="h" id="address">
          Secret URL <span>none that AWS could use, so none to copy</span>
        </h3>
      )}
      <div className="noaddress">
        <p className="saynot">
          <Icon name="query" className="unknown" />
          <b>{isPractice ? 'The practice account reaches this desk; AWS itself could not.' : 'AWS can’t reach this desk yet.'}</b>
        </p>
        <p className="m">
          {isHere
            ? 'The public URL is an address of this computer, which means something else to AWS. It needs one that the internet knows.'
            : 'SNS posts over the internet, so this desk needs a public https address: a reverse proxy or a tunnel of your own that passes POSTs to /in/ on to the receiver.'}
        </p>
        <WayIn isFirst />
        <p className="f s">
          The receiver listens on this computer
          {desk.data !== undefined && (
            <>
              {' '}
              at <span className="nw">{desk.data.receiverUrl}</span>
            </>
          )}
          : for a reverse proxy or tunnel, never for AWS.
        </p>
        {trust.kind !== 'aws' && (
          <p className="m s pathline">
            <span>A service on this computer posts to the receiver, with the path</span> <span className="mono">{masked(inboundPath)}</span>
            <CopyButton text={inboundPath} label="Copy the path, with the secret">
              Copy path
            </CopyButton>
            <button type="button" className="btn small" onClick={onRotate}>
              Rotate
            </button>
          </p>
        )}
      </div>
    </>
  )
}

/** The URL before the last rotation: how long it still works, and whether somebody uses it. */
function OldSecret({ integration: { previousSecret } }: { integration: Integration }) {
  const now = useMinute()
  if (previousSecret === null) return null
  const { until, lastUsedAt } = previousSecret
  return (
    <p className="s under oldsecret" role="status">
      <Icon name="late" className={lastUsedAt === null ? 'f' : 'warning'} />
      <span>
        <b>
          The old URL works until{' '}
          <time dateTime={until} title={fullInstant(Date.parse(until))}>
            {shortInstant(Date.parse(until), now)}
          </time>
          .
        </b>{' '}
        {lastUsedAt === null ? (
          'Nobody has used it since the rotation. Subscribe the new URL before then; SNS is told nothing by itself.'
        ) : (
          <>
            It is still in use: the last delivery to it came <Age at={lastUsedAt} suffix=" ago" />. Subscribe the new URL and end the old
            subscription before then, or what it sends is 404, which SNS does not try again.
          </>
        )}
      </span>
    </p>
  )
}
