import { type UseFormReturnType, useForm } from '@mantine/form'
import { confirmModes, templates } from '../../preload/contract/words.ts'
import { Options } from '../ui/fields.tsx'
import { FormField } from '../ui/form-field.tsx'
import { ageUnits, type Draft, faultsOf, isAgeUnit, mayBeAutomatic, topicsOf, usualTrust } from './form.ts'
import { type Trust, templateWords } from './words.ts'

export type DraftForm = UseFormReturnType<Draft>

export const useDraft = (initialValues: Draft): DraftForm =>
  useForm<Draft>({ mode: 'controlled', initialValues, validate: (draft) => ({ ...faultsOf(draft) }) })

const trustKinds: readonly { value: Trust['kind']; label: string; says: string }[] = [
  { value: 'aws', label: 'AWS SNS, signed', says: 'AWS’s own certificates, and only the topics of the list.' },
  {
    value: 'custom',
    label: 'A key of yours, not AWS’s',
    says: 'For SNS-compatible services such as LocalStack: one given key is believed. Marked everywhere.',
  },
  {
    value: 'secret-url',
    label: 'The secret URL alone',
    says: 'No signature, no topics: whoever knows the URL is believed. Marked everywhere.',
  },
]

/** After a refused submit: to the first field that is wrong. */
export const focusFirstFault = (form: HTMLFormElement | null): void => {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}

export function NameField({ form, isNew }: { form: DraftForm; isNew: boolean }) {
  return (
    <FormField label="Name" error={form.errors.name}>
      {(ids) => (
        <input
          {...ids}
          data-autofocus={isNew ? true : undefined}
          maxLength={100}
          autoComplete="off"
          placeholder="prod-alarms"
          {...form.getInputProps('name', { withError: false })}
        />
      )}
    </FormField>
  )
}

export function TemplateChoice({ form }: { form: DraftForm }) {
  return (
    <Options
      legend="What speaks"
      value={form.values.template}
      options={templates.map((template) => ({ value: template, label: template, says: templateWords[template] }))}
      onChoose={(template) => form.setValues({ template, trustKind: usualTrust(template) })}
    />
  )
}

export function TopicsField({ form }: { form: DraftForm }) {
  const { values, errors } = form
  if (values.trustKind === 'secret-url') return null
  const count = topicsOf(values.topics).length
  return (
    <FormField
      label="Topics that are believed, one to a line"
      said={
        count === 0
          ? 'ARNs, patterns with *, or an account’s twelve digits for all of its topics. May stay empty: the first topic whose subscription you confirm fills it.'
          : 'ARNs, patterns with *, or an account’s twelve digits. Whatever comes from another topic is Rejected, and can be trusted from the Inbound log.'
      }
      error={errors.topics}
    >
      {(ids) => (
        <textarea
          {...ids}
          className="mono"
          rows={Math.min(6, Math.max(2, count + 1))}
          spellCheck={false}
          placeholder="arn:aws:sns:eu-west-1:123456789012:alarms"
          {...form.getInputProps('topics', { withError: false })}
        />
      )}
    </FormField>
  )
}

export function AdvancedFields({ form }: { form: DraftForm }) {
  const { values, errors } = form
  const isSigned = values.trustKind !== 'secret-url'
  const barred = mayBeAutomatic(values.topics) ? undefined : 'Only with a topic or an account filled in above.'
  return (
    <>
      {isSigned && (
        <Options
          legend="Confirms a subscription"
          value={barred === undefined ? values.confirm : 'manual'}
          options={confirmModes.toReversed().map((mode) => ({
            value: mode,
            label: mode === 'manual' ? 'By one click of yours' : 'At once',
            says:
              mode === 'manual'
                ? 'A bar over every view waits for you.'
                : 'A topic of the list, without asking; any other waits for your click.',
            barred: mode === 'automatic' ? barred : undefined,
          }))}
          onChoose={(mode) => form.setFieldValue('confirm', mode)}
        />
      )}
      {isSigned && (
        <FormField
          label="Oldest message that is believed"
          said="Older is Rejected as stale. SNS itself tries for an hour at most; more leaves room for a replay by hand."
          error={errors.age}
        >
          {(ids) => (
            <span className="agefield">
              <input {...ids} className="short" inputMode="decimal" maxLength={8} {...form.getInputProps('age', { withError: false })} />
              <select
                aria-label="Unit of the age"
                value={values.ageUnit}
                onChange={(event) => {
                  if (isAgeUnit(event.currentTarget.value)) form.setFieldValue('ageUnit', event.currentTarget.value)
                }}
              >
                {Object.keys(ageUnits).map((unit) => (
                  <option key={unit} value={unit}>
                    {unit}
                  </option>
                ))}
              </select>
            </span>
          )}
        </FormField>
      )}
      <Options
        legend="Trust"
        value={values.trustKind}
        options={trustKinds.map((kind) => ({
          ...kind,
          barred:
            kind.value === 'secret-url' && values.template !== 'generic-json'
              ? 'For generic-json only: everything from SNS is signed.'
              : undefined,
        }))}
        onChoose={(kind) => form.setFieldValue('trustKind', kind)}
      />
      {values.trustKind === 'custom' && (
        <>
          <FormField label="Its certificate or public key, as PEM" error={errors.certificatePem}>
            {(ids) => (
              <textarea
                {...ids}
                className="mono"
                rows={4}
                spellCheck={false}
                maxLength={20_000}
                placeholder="-----BEGIN CERTIFICATE-----"
                {...form.getInputProps('certificatePem', { withError: false })}
              />
            )}
          </FormField>
          <FormField
            label="Where its confirmations go"
            said="Calls go to this address only; http and this computer are allowed."
            error={errors.endpoint}
          >
            {(ids) => (
              <input
                {...ids}
                className="mono"
                spellCheck={false}
                placeholder="http://localhost:4566"
                {...form.getInputProps('endpoint', { withError: false })}
              />
            )}
          </FormField>
        </>
      )}
    </>
  )
}
