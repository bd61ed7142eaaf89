import { FormField } from '../ui/form-field.tsx'

/** Six digits, or nothing yet. */
export const isMfaCode = (text: string): boolean => /^\d{6}$/.test(text.trim())

/** The code that an MFA device shows now. */
export function MfaField({ value, error, onChange }: { value: string; error: string | null; onChange(value: string): void }) {
  return (
    <FormField label="MFA code" said="The six digits that the device shows now. It is used once and not kept." error={error}>
      {(ids) => (
        <input
          {...ids}
          className="short mono"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={8}
          placeholder="123456"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </FormField>
  )
}
