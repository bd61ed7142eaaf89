import { type RefObject, useState } from 'react'
import type { Integration } from '../../preload/contract/integrations.ts'
import { BaselineCards } from '../ui/baseline-card.tsx'
import { useCommands } from '../ui/commands.tsx'
import { fullInstant, shortInstant } from '../ui/format.ts'
import { PracticeMark } from '../ui/marks.tsx'
import { useMinute } from '../ui/now.tsx'
import { hrefOf } from '../ui/route.ts'
import { sayDone, sayFailed } from '../ui/toast.tsx'
import { About } from './about.tsx'
import type { IntegrationActs } from './acts.ts'
import { Address } from './address.tsx'
import { DeleteDialog } from './delete-dialog.tsx'
import { EditDialog } from './edit-dialog.tsx'
import { LastDeliveries } from './last-deliveries.tsx'
import { Prove } from './prove.tsx'
import { Queues } from './queues.tsx'
import { RotateDialog } from './rotate-dialog.tsx'
import { Rules } from './rules.tsx'
import { copyableUrl } from './secret.ts'
import { Subscriptions } from './subscriptions.tsx'

type Asked = 'edit' | 'rotate' | 'delete' | null

/** One integration: how it is reached, whom it believes, what its subscriptions say, and what it brought. */
export function Detail({
  ref,
  integration,
  acts,
  onGone,
}: {
  ref: RefObject<HTMLDivElement | null>
  integration: Integration
  acts: IntegrationActs
  onGone(): void
}) {
  const [asked, ask] = useState<Asked>(null)
  const now = useMinute()
  const { name, practice, trust, createdAt, inboundUrl } = integration
  const url = copyableUrl(inboundUrl)
  const copy = (text: string) =>
    void navigator.clipboard.writeText(text).then(
      () => sayDone(`Copied the secret URL of «${name}»`),
      (error: unknown) => sayFailed('This browser does not let the page copy.', error),
    )
  useCommands({ copy: url === null || practice ? undefined : { run: () => copy(url), label: `Copy the secret URL of «${name}»` } })
  const leave = () => ask(null)
  return (
    <>
      <div ref={ref} className="crumb opened" tabIndex={-1}>
        <h2 className="clip" title={name}>
          <b>
            <bdi>{name}</bdi>
          </b>
        </h2>
        {practice && <PracticeMark />}
        {trust.kind !== 'aws' && !practice && <span className="mark">{trust.kind === 'custom' ? 'not AWS’s key' : 'not signed'}</span>}
        <time className="f s w9" dateTime={createdAt} title={fullInstant(Date.parse(createdAt))}>
          since {shortInstant(Date.parse(createdAt), now)}
        </time>
        <span className="end" />
        {!practice && (
          <button type="button" className="btn small" onClick={() => ask('edit')}>
            Edit
          </button>
        )}
        <a className="btn small" href={hrefOf('inbound', null, { integration: integration.id })}>
          Its log
        </a>
        {!practice && (
          <button type="button" className="btn small bare del" onClick={() => ask('delete')}>
            <span className="clip">
              Delete <bdi>{name}</bdi>
            </span>
          </button>
        )}
      </div>
      <div className="split">
        <div className="col">
          <div className="scroll ringroom" tabIndex={0} role="region" aria-label={`${name}, address and what it brought`}>
            {!practice && <BaselineCards of={integration.id} />}
            {practice ? <PracticeNote /> : <Address integration={integration} onCopy={copy} onRotate={() => ask('rotate')} />}
            {!practice && <Subscriptions integration={integration} acts={acts} />}
            {!practice && <Queues integration={integration} />}
            {!practice && <Prove integration={integration} />}
            <Rules rules={integration.rules} />
            <LastDeliveries integration={integration} />
          </div>
        </div>
        <About integration={integration} />
      </div>
      {asked === 'edit' && <EditDialog integration={integration} acts={acts} onLeave={leave} />}
      {asked === 'rotate' && <RotateDialog integration={integration} acts={acts} onLeave={leave} />}
      {asked === 'delete' && <DeleteDialog integration={integration} acts={acts} onLeave={leave} onGone={onGone} />}
    </>
  )
}

function PracticeNote() {
  return (
    <section aria-labelledby="practicenote">
      <h3 className="h" id="practicenote">
        Practice <span>no back door: it answers only what the practice SNS itself sends</span>
      </h3>
      <p className="m under">
        It was made for a practice alarm and goes with it. Its key lives in memory for as long as the practice runs; what it makes is marked
        everywhere, and counts for nothing in Coverage.
      </p>
    </section>
  )
}
