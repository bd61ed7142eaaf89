import { useRef, useState } from 'react'
import type { Integration } from '../../preload/contract/integrations.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icons.tsx'
import { saidBy } from '../ui/said.ts'
import type { IntegrationActs } from './acts.ts'
import { faultsOf, newDraft, wishOf } from './form.ts'
import { AdvancedFields, focusFirstFault, NameField, TemplateChoice, TopicsField, useDraft } from './integration-fields.tsx'

/** A new integration out of a template; what most leave as it is lies under «Trust and limits». */
export function CreateDialog({ acts, onLeave, onMade }: { acts: IntegrationActs; onLeave(): void; onMade(made: Integration): void }) {
  const form = useDraft(newDraft)
  const element = useRef<HTMLFormElement>(null)
  const [isOpen, setOpen] = useState(false)
  const [failed, setFailed] = useState<unknown>(null)
  const { submitting } = form
  return (
    <Dialog title="New integration" onLeave={onLeave} wide>
      <form
        ref={element}
        className="form"
        noValidate
        onSubmit={form.onSubmit(
          async (draft) => {
            setFailed(null)
            try {
              onMade(await acts.create({ ...wishOf(draft), template: draft.template }))
            } catch (error) {
              setFailed(error)
            }
          },
          (_faults, draft) => {
            const { name, topics, ...hidden } = faultsOf(draft)
            if (Object.keys(hidden).length > 0) setOpen(true)
            focusFirstFault(element.current)
          },
        )}
      >
        <NameField form={form} isNew />
        <TemplateChoice form={form} />
        <TopicsField form={form} />
        <details className="more" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>Trust and limits</summary>
          <div className="form">
            <AdvancedFields form={form} />
          </div>
        </details>
        {failed !== null && (
          <p className="answer" role="alert">
            <Icon name="cross" className="error" />
            <span className="wrap">
              <b>It was not made.</b> {saidBy(failed)}
            </span>
          </p>
        )}
        <div className="answers">
          <button type="submit" className="btn primary" disabled={submitting}>
            Make it
          </button>
          <button type="button" className="btn" onClick={onLeave}>
            Leave
          </button>
          <span className="m s beside">Its secret URL is made with it.</span>
        </div>
      </form>
    </Dialog>
  )
}
