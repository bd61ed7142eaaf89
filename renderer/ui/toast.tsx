import { notifications } from '@mantine/notifications'
import type { ReactNode } from 'react'
import { Icon } from './icons.tsx'
import { Key } from './parts.tsx'
import { saidBy } from './said.ts'

export const undoForMs = 10_000

function show(message: ReactNode, autoClose: number): string {
  return notifications.show({
    message,
    autoClose,
    withCloseButton: true,
    radius: 0,
    classNames: { root: 'toast', description: 'toastsaid', closeButton: 'toastclose' },
    closeButtonProps: { 'aria-label': 'Dismiss' },
  })
}

/** Says what the operator's own act did, and takes it back for ten seconds. */
export function sayDone(said: string, undo?: () => void): string {
  return show(
    <>
      <Icon name="tick" className="ok" />
      <span className="grow wrap">{said}</span>
      {undo !== undefined && (
        <button type="button" className="btn small" onClick={undo}>
          Undo <Key of="undo" />
        </button>
      )}
    </>,
    undo === undefined ? 4_000 : undoForMs,
  )
}

export function sayFailed(what: string, error: unknown): void {
  show(
    <>
      <Icon name="cross" className="error" />
      <span className="grow wrap">
        <b>{what}</b> {saidBy(error)}
      </span>
    </>,
    12_000,
  )
}

export const dismiss = (id: string): void => {
  notifications.hide(id)
}
