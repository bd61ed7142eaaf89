import { Options } from '../ui/fields.tsx'
import { usePrefer } from '../ui/prefer.ts'

const themes = [
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
  { value: 'system', label: 'As the system' },
] as const
const densities = [
  { value: 'roomy', label: 'Roomy' },
  { value: 'dense', label: 'Dense' },
] as const

/** How this console looks. */
export function Look() {
  const { chosen, choose } = usePrefer()
  return (
    <>
      <Options isInline legend="Theme" value={chosen.theme} options={themes} onChoose={(theme) => choose({ theme })} />
      <Options isInline legend="Rows" value={chosen.density} options={densities} onChoose={(density) => choose({ density })} />
    </>
  )
}
