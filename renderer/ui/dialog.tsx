import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useFocusBack } from './focus-back.ts'

/** A question or a choice over the view. Escape and the ground beside it leave it. */
export function Dialog({
  title,
  onLeave,
  wide = false,
  children,
}: {
  title: string
  onLeave(): void
  wide?: boolean
  children: ReactNode
}) {
  useFocusBack()
  return (
    <Modal.Root
      opened
      onClose={onLeave}
      size={wide ? 720 : 460}
      lockScroll={false}
      radius={0}
      yOffset="min(72px, 6dvh)"
      transitionProps={{ duration: 0 }}
      classNames={{ overlay: 'veil', content: 'dialog', title: 'dialogtitle', body: 'dialogbody' }}
    >
      <Modal.Overlay backgroundOpacity={0} />
      <Modal.Content>
        <div className="dialoghead">
          <Modal.Title>{title}</Modal.Title>
          <button type="button" className="btn small bare end" onClick={onLeave}>
            Leave <kbd>Esc</kbd>
          </button>
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
