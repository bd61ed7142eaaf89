import { useRef, useState } from 'react'
import type { Integration } from '../../preload/contract/integrations.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icons.tsx'
import { saidBy } from '../ui/said.ts'
import type { IntegrationActs } from './acts.ts'
import { draftOf, topicsOf, wishOf } from './form.ts'
import { AdvancedFields, focusFirstFault, NameField, TopicsField, useDraft } from './integration-fields.tsx'

/** What of an integration can be changed. Its URL stays: that is Rotate's. */
export function EditDialog({ integration, acts, onLeave }: { integration: Integration; acts: IntegrationActs; onLeave(): void }) {
  const form = useDraft(draftOf(integration))
  const element = useRef<HTMLFormElement>(null)
  const [failed, setFailed] = useState<unknown>(null)
  const kept = topicsOf(form.values.topics)
  const dropped = form.values.trustKind === 'secret-url' ? [] : integration.topics.filter((topic) => !kept.includes(topic))
  const isWeaker = form.values.trustKind !== integration.trust.kind && form.values.trustKind !== 'aws'
  return (
    <Dialog title={`Edit ${integration.name}`} onLeave={onLeave} wide>
      <form
        ref={element}
        className="form"
        noValidate
        onSubmit={form.onSubmit(
          async (draft) => {
            setFailed(null)
            try {
              await acts.update(integration, wishOf(draft))
              onLeave()
            } catch (error) {
              setFailed(error)
            }
          },
          () => focusFirstFault(element.current),
        )}
      >
        <NameField form={form} isNew />
        <TopicsField form={form} />
        <AdvancedFields form={form} />
        {dropped.length > 0 && (
          <p className="answer" role="status">
            <Icon name="refuse" />
            <span className="wrap m">
              {dropped.length === 1 ? 'One topic is' : `${dropped.length} topics are`} no longer believed: what{' '}
              {dropped.length === 1 ? 'it sends' : 'they send'} is Rejected, until listed again. Their subscriptions in AWS stay.
            </span>
          </p>
        )}
        {isWeaker && (
          <p className="answer" role="status">
            <Icon name="key" className="warning" />
            <span className="wrap m">AWS’s signature no longer counts for what comes here, and Coverage does not call it proven.</span>
          </p>
        )}
        {failed !== null && (
          <p className="answer" role="alert">
            <Icon name="cross" className="error" />
            <span className="wrap">
              <b>It was not changed.</b> {saidBy(failed)}
            </span>
          </p>
        )}
        <div className="answers">
          <button type="submit" className="btn primary" disabled={form.submitting}>
            Change it
          </button>
          <button type="button" className="btn" onClick={onLeave}>
            Leave it
          </button>
        </div>
      </form>
    </Dialog>
  )
}
