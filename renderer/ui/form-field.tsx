import { type ReactNode, useId } from 'react'

interface Aria {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': boolean
}

/** A field with its label above, and below it what is wrong, or what it means. */
export function FormField({
  label,
  said,
  error,
  children,
}: {
  label: string
  said?: ReactNode
  error?: ReactNode
  children(aria: Aria): ReactNode
}) {
  const id = useId()
  const hasError = error !== undefined && error !== null && error !== false
  const has = hasError || said !== undefined
  return (
    <div className="formfield">
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': has ? `${id}-said` : undefined, 'aria-invalid': hasError })}
      {has && (
        <p id={`${id}-said`} className={`s wrap ${hasError ? 't' : 'm'}`} role={hasError ? 'alert' : undefined}>
          {hasError ? error : said}
        </p>
      )}
    </div>
  )
}
