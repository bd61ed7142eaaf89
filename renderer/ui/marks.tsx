import type { Severity } from '../../preload/contract/words.ts'
import { Icon } from './icons.tsx'

export const severityWords: Record<Severity, string> = { critical: 'Critical', error: 'Error', warning: 'Warning', info: 'Info' }

/** Glyph, word and colour; a critical that nobody has taken gets a filled chip. `plain`: without its colour. */
export function SeverityMark({ severity, chip = false, plain = false }: { severity: Severity; chip?: boolean; plain?: boolean }) {
  const look = chip && severity === 'critical' ? 'chip' : plain ? '' : severity
  return (
    <span className={`sev ${look}`}>
      <Icon name={severity} />
      {severityWords[severity]}
    </span>
  )
}

export function PracticeMark() {
  return <span className="mark">practice</span>
}
