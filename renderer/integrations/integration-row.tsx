import type { Integration } from '../../preload/contract/integrations.ts'
import { dispositionLabels } from '../../preload/contract/words.ts'
import { Icon } from '../ui/icons.tsx'
import { PracticeMark } from '../ui/marks.tsx'
import { Age } from '../ui/parts.tsx'
import { hrefOf } from '../ui/route.ts'
import type { IntegrationActs } from './acts.ts'
import { checkOf } from './check.ts'
import { trustsInShort } from './words.ts'

export const integrationCols = (
  <>
    <span role="columnheader">Name</span>
    <span role="columnheader">Template</span>
    <span role="columnheader">Trusts</span>
    <span role="columnheader" className="r">
      Today
    </span>
    <span role="columnheader">Last delivery</span>
    <span role="columnheader">Check</span>
  </>
)

export function IntegrationCells({ row, acts }: { row: Integration; acts: IntegrationActs }) {
  const check = checkOf(row)
  const { waits } = check
  return (
    <>
      <span role="gridcell" className="name">
        <b className="clip" title={row.name}>
          <bdi>{row.name}</bdi>
        </b>
        {row.practice && <PracticeMark />}
      </span>
      <span role="gridcell" className="m clip">
        {row.template}
      </span>
      <span role="gridcell" className="m clip trusts">
        {row.trust.kind !== 'aws' && !row.practice && <Icon name="key" />}
        <span className="clip">{trustsInShort(row)}</span>
      </span>
      <span role="gridcell" className="r">
        {row.deliveriesToday}
      </span>
      <span role="gridcell" className="clip">
        {row.lastDelivery === null ? (
          <span className="f">none yet</span>
        ) : (
          <a className="quietlink" tabIndex={-1} href={hrefOf('inbound', row.lastDelivery.id)}>
            <Age at={row.lastDelivery.at} suffix=" ago" />, {dispositionLabels[row.lastDelivery.disposition]}
          </a>
        )}
      </span>
      <span role="gridcell" className="chk">
        <Icon name={check.icon} className={check.tone === 'plain' ? undefined : check.tone} />
        <span className="clip" title={check.said.length > 60 ? check.said.slice(0, 500) : undefined}>
          <bdi>{check.said}</bdi>
        </span>
        {waits !== null && (
          <button
            type="button"
            className="aslink"
            tabIndex={-1}
            onClick={(event) => {
              event.stopPropagation()
              void acts.confirm(waits)
            }}
          >
            Confirm
          </button>
        )}
      </span>
    </>
  )
}
