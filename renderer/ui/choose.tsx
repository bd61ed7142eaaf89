import { Dialog } from './dialog.tsx'

export interface Choice {
  label: string
  detail?: string
  choose(): void
}

/** A few things to choose from, by arrow, number or pointer. */
export function Choose({ title, choices, foot, onLeave }: { title: string; choices: readonly Choice[]; foot?: string; onLeave(): void }) {
  const take = (choice: Choice | undefined) => {
    if (choice === undefined) return
    onLeave()
    choice.choose()
  }
  return (
    <Dialog title={title} onLeave={onLeave}>
      <ul className="choices">
        {choices.map((choice, index) => (
          <li key={choice.label}>
            <button
              type="button"
              data-autofocus={index === 0 ? true : undefined}
              onClick={() => take(choice)}
              onKeyDown={(event) => {
                if (/^[1-9]$/.test(event.key)) return take(choices[Number(event.key) - 1])
                const by = event.key === 'ArrowDown' || event.key === 'j' ? 1 : event.key === 'ArrowUp' || event.key === 'k' ? -1 : 0
                if (by === 0) return
                event.preventDefault()
                const buttons = event.currentTarget.closest('ul')?.querySelectorAll('button')
                buttons?.[(index + by + buttons.length) % buttons.length]?.focus()
              }}
            >
              <kbd>{index + 1}</kbd>
              <span className="nw">{choice.label}</span>
              {choice.detail !== undefined && <span className="f clip end">{choice.detail}</span>}
            </button>
          </li>
        ))}
      </ul>
      {foot !== undefined && <p className="f s under">{foot}</p>}
    </Dialog>
  )
}
