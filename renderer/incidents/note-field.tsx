import { type RefObject, useEffect, useState } from 'react'
import { Key } from '../ui/parts.tsx'

export function NoteField({
  ref,
  autoFocus,
  onNote,
}: {
  ref: RefObject<HTMLInputElement | null>
  autoFocus: boolean
  onNote(text: string): void
}) {
  const [text, setText] = useState('')
  useEffect(() => {
    if (autoFocus) ref.current?.focus()
  }, [autoFocus, ref])
  return (
    <form
      className="note pad"
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim() === '') return
        onNote(text)
        setText('')
      }}
    >
      <label className="field">
        <span className="vh">Note</span>
        <input
          ref={ref}
          placeholder="Note what you see or do"
          maxLength={10_000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.preventDefault()
            event.currentTarget.blur()
          }}
        />
        {text.trim() === '' ? <Key of="incident.note" /> : <kbd>Enter</kbd>}
      </label>
    </form>
  )
}
