import { useState } from 'react'
import { useAccounts, useIntegrations } from '../live/reads.ts'
import { AsOf } from '../ui/as-of.tsx'
import { useCommands } from '../ui/commands.tsx'
import { Bones, Key } from '../ui/parts.tsx'
import { goTo, hrefOf, replaceRoute, useRoute } from '../ui/route.ts'
import { AccountStep } from './account-step.tsx'
import { Applied } from './applied.tsx'
import './aws.css'
import { ByHand } from './by-hand.tsx'
import { ChooseStep } from './choose-step.tsx'
import { type Draft, draftFault, dropDraft, elsewhere, heldDraft, holdDraft, newDraft } from './draft.ts'
import { ReviewStep } from './review-step.tsx'
import { type Stage, StepBar } from './step-bar.tsx'
import './setup.css'
import { hearing } from './way-fields.tsx'
import { accountName } from './words.ts'

/** From a profile to the first delivery: what is chosen, what would be done, and what became of it. */
export function SetupView() {
  const { id } = useRoute()
  return id === null ? <Planning /> : <Applied id={id} />
}

const stageOf = (word: string | undefined): Stage => (word === 'choose' || word === 'review' || word === 'first' ? word : 'account')

/** The draft of this tab, for whom there is a fitting account. */
function useDraft(wanted: string | undefined): [Draft, (next: Draft) => void] {
  const [draft, setDraft] = useState(() => heldDraft(window.sessionStorage))
  const { items, isSuccess } = useAccounts()
  const change = (next: Draft) => {
    holdDraft(window.sessionStorage, next)
    setDraft(next)
  }
  if (isSuccess) {
    const next = placed(draft, items, wanted)
    if (next !== draft) change(next)
  }
  return [draft, change]
}

/** Nothing chosen, or an account that is gone: the one that was asked for, or the only one. */
function placed(draft: Draft, accounts: ReturnType<typeof useAccounts>['items'], wanted: string | undefined): Draft {
  const asked = draft.account === '' ? accounts.find(({ id }) => id === wanted) : undefined
  const known = asked ?? accounts.find(({ id }) => id === draft.account)
  if (draft.account === null) return draft
  const account = known ?? (accounts.length === 1 ? accounts[0] : undefined)
  if (account === undefined) return draft.account === '' ? draft : elsewhere(draft, '', '')
  return elsewhere(draft, account.id, account.regions.includes(draft.region) ? draft.region : (account.regions[0] ?? ''))
}

function Planning() {
  const { query } = useRoute()
  const accounts = useAccounts()
  const integrations = useIntegrations()
  const [draft, change] = useDraft(query.account)
  const account = accounts.items.find(({ id }) => id === draft.account) ?? null
  const isPlaced = draft.region !== '' && (draft.account === null || account !== null)
  const wished = stageOf(query.step)
  const isNamed = draft.integrationId !== null && integrations.items.some(({ id }) => id === draft.integrationId)
  // The address may name a step that what is chosen does not carry.
  const stage: Stage = !isPlaced
    ? 'account'
    : (wished === 'review' || wished === 'first') && (!isNamed || draftFault(draft, account) !== null)
      ? 'choose'
      : wished
  const go = (to: Stage) => replaceRoute(hrefOf('setup', null, { step: to === 'account' ? null : to }))
  const leave = () => goTo(hrefOf('integrations'))
  useCommands({ back: leave })
  const isReading = accounts.isPending || integrations.isPending
  return (
    <>
      <div className="head">
        <h1>Set up in AWS</h1>
        <span className="end" />
        {stage !== 'account' && (
          <span className="m s place w9">
            {account === null ? (
              'without credentials'
            ) : (
              <>
                <b className="t">{accountName(account)}</b> <span className="mono">{account.accountId}</span>
              </>
            )}
            , <span className="mono">{draft.region}</span>
          </span>
        )}
        <button type="button" className="btn small" onClick={leave}>
          Leave <Key of="back" />
        </button>
      </div>
      <AsOf />
      <StepBar stage={stage} onGo={go} />
      {isReading ? (
        <Bones />
      ) : stage === 'account' ? (
        <AccountStep
          draft={draft}
          account={account}
          onChange={change}
          onDone={() => {
            // Nobody has chosen who hears it: the first that can, or one called like the account.
            if (draft.name === '')
              change({
                ...draft,
                integrationId: hearing(integrations.items)[0]?.id ?? null,
                name: account === null ? 'aws-alarms' : `${accountName(account)}-alarms`.slice(0, 100),
              })
            go('choose')
          }}
        />
      ) : stage === 'choose' ? (
        <ChooseStep draft={draft} account={account} onChange={change} onBack={() => go('account')} onDone={() => go('review')} />
      ) : stage === 'review' ? (
        <ReviewStep
          draft={draft}
          account={account}
          onBack={() => go('choose')}
          onByHand={() => go('first')}
          onApplied={(id) => {
            dropDraft(window.sessionStorage)
            goTo(hrefOf('setup', id))
          }}
        />
      ) : (
        <ByHand
          draft={draft}
          onBack={() => go('review')}
          onAgain={() => {
            change(newDraft)
            go('account')
          }}
        />
      )}
    </>
  )
}
