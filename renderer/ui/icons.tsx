/** Every icon is a symbol drawn on a grid of 12 (filled marks) or 14 (lines). */
const filled = {
  acknowledged: 'M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1zm0 1.4a3.6 3.6 0 0 1 0 7.2z',
  closed: 'M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1zm0 1.4a3.6 3.6 0 1 1 0 7.2 3.6 3.6 0 0 1 0-7.2z',
  critical: 'M6 0l6 6-6 6-6-6z',
  error: 'M6 .8L12 11.2H0z',
  info: 'M6 2.8a3.2 3.2 0 1 0 0 6.4a3.2 3.2 0 1 0 0-6.4z',
  open: 'M6 1a5 5 0 1 0 0 10a5 5 0 1 0 0-10z',
  snoozed: 'M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1zm0 1.4a3.6 3.6 0 1 1 0 7.2 3.6 3.6 0 0 1 0-7.2z M6 2.6A3.4 3.4 0 0 1 9.4 6H6z',
  warning: 'M1 1h10v10H1z',
} as const

const lines = {
  append: 'M7 2.5v9M2.5 7h9',
  bell: 'M2.5 10.5c1-1 1-2.4 1-4a3.5 3.5 0 0 1 7 0c0 1.6 0 3 1 4zM5.8 12.6h2.4',
  belloff: 'M2.5 10.5c1-1 1-2.4 1-4M5 3.6a3.5 3.5 0 0 1 5.5 2.9c0 1.6 0 3 1 4h-5M5.8 12.6h2.4M1.5 1.5l11 11',
  box: 'M2.5 2.5h9v9h-9z',
  copy: 'M5 4.5h7.5v8H5zM9.5 4.5v-3H1.5v8.5H5',
  coverage: 'M1 7.5h3l1.6-4 2.6 7.5L9.8 7.5H13',
  covered:
    'M8.6 7a1.6 1.6 0 1 1-3.2 0a1.6 1.6 0 1 1 3.2 0zM4.2 9.8a4 4 0 0 1 0-5.6M9.8 4.2a4 4 0 0 1 0 5.6M2.4 11.6a6.5 6.5 0 0 1 0-9.2M11.6 2.4a6.5 6.5 0 0 1 0 9.2',
  cross: 'M3 3l8 8M11 3l-8 8',
  deaf: 'M1.6 1.6l10.8 10.8M3.4 9.6a4.4 4.4 0 0 1-.5-4.2M10.6 9.4a4.4 4.4 0 0 0-3.6-6.8M.9 10.3a6.9 6.9 0 0 1 0-6.6M13.1 10.3a6.9 6.9 0 0 0 0-6.6M7 6.6v.8',
  degraded: 'M8.6 7a1.6 1.6 0 1 1-3.2 0a1.6 1.6 0 1 1 3.2 0zM4.2 9.8a4 4 0 0 1 0-5.6M9.8 4.2a4 4 0 0 1 0 5.6',
  down: 'M2.5 5L7 9.5 11.5 5',
  dup: 'M1.5 1.5h7v7h-7zM5.5 5.5h7v7h-7z',
  equal: 'M2 5h10M2 9h10',
  eye: 'M1 7c1.6-2.7 3.6-4 6-4s4.4 1.3 6 4c-1.6 2.7-3.6 4-6 4s-4.4-1.3-6-4zM8.8 7a1.8 1.8 0 1 1-3.6 0a1.8 1.8 0 1 1 3.6 0z',
  filter: 'M1.5 2.5h11L8.5 7.5v4l-3-1.5V7.5z',
  idle: 'M8.6 7a1.6 1.6 0 1 1-3.2 0a1.6 1.6 0 1 1 3.2 0z',
  inbound: 'M1.5 8.5h3l1 2h3l1-2h3M2.6 4.2L1.5 8.5v4h11v-4l-1.1-4.3M7 1v5M4.8 4L7 6.2 9.2 4',
  incidents: 'M7 1.5l5.8 10.3H1.2zM7 5.4v3M7 10.1v.1',
  integrations: 'M5 1.5v3M9 1.5v3M3 4.5h8v2.2a4 4 0 0 1-8 0zM7 10.7v2',
  key: 'M6.9 9.8a2.7 2.7 0 1 1-5.4 0a2.7 2.7 0 1 1 5.4 0zM6.2 7.8l6-6M9.5 4.5l2 2',
  late: 'M12.5 7a5.5 5.5 0 1 1-11 0a5.5 5.5 0 1 1 11 0zM7 4v3L4.8 8.4',
  left: 'M8.5 2.5L4 7l4.5 4.5',
  note: 'M2 3h10M2 7h10M2 11h6',
  out: 'M5.5 2.5h-3v9h9v-3M8 2h4v4M12 2L6.5 7.5',
  pause: 'M4.5 3v8M9.5 3v8',
  play: 'M4 2.5l7 4.5-7 4.5z',
  plus: 'M7 2v10M2 7h10',
  query: 'M4.6 5a2.4 2.4 0 1 1 3.5 2.2c-.8.4-1.1.9-1.1 1.7M7 11.3v.1',
  refuse: 'M12.5 7a5.5 5.5 0 1 1-11 0a5.5 5.5 0 1 1 11 0zM3.2 10.8l7.6-7.6',
  rotate: 'M12 7a5 5 0 1 1-1.6-3.7M12 1.2v3H9',
  search: 'M10.2 6a4.2 4.2 0 1 1-8.4 0a4.2 4.2 0 1 1 8.4 0zM9.2 9.2l3.3 3.3',
  settings:
    'M1.5 4h5M10.5 4h2M1.5 10h2M7.5 10h5M10.3 4a1.8 1.8 0 1 1-3.6 0a1.8 1.8 0 1 1 3.6 0zM7.3 10a1.8 1.8 0 1 1-3.6 0a1.8 1.8 0 1 1 3.6 0z',
  step: 'M10 7a3 3 0 1 1-6 0a3 3 0 1 1 6 0z',
  term: 'M2 3.5L5.5 7 2 10.5M7 11h5',
  tick: 'M2 7.5l3.2 3.2L12 3.5',
  tilde: 'M1.8 8.6c1.2-2.6 2.8-3.4 5.2-1.6s4 1 5.2-1.6',
  undo: 'M2 5.5h6.5a3.2 3.2 0 0 1 0 6.4H5M4.6 2.6L1.8 5.5l2.8 2.9',
  up: 'M2.5 9L7 4.5 11.5 9',
} as const

export type FilledIcon = keyof typeof filled
export type LineIcon = keyof typeof lines
export type IconName = FilledIcon | LineIcon

const isFilled = (name: IconName): name is FilledIcon => name in filled

/** All symbols and the hatching that means «not known», once a page. */
export function Sprite() {
  return (
    <svg className="sprite" aria-hidden="true" focusable="false">
      {Object.entries(filled).map(([name, d]) => (
        <symbol key={name} id={`i-${name}`} viewBox="0 0 12 12">
          <path fillRule="evenodd" d={d} />
        </symbol>
      ))}
      {Object.entries(lines).map(([name, d]) => (
        <symbol key={name} id={`i-${name}`} viewBox="0 0 14 14">
          <path d={d} />
        </symbol>
      ))}
      <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path className="hatch" d="M0 0h2.5v5H0z" />
      </pattern>
    </svg>
  )
}

/** An icon beside a word that says the same. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  const kind = isFilled(name) ? 'g' : 'l'
  return (
    <svg
      className={className === undefined ? kind : `${kind} ${className}`}
      viewBox={kind === 'g' ? '0 0 12 12' : '0 0 14 14'}
      aria-hidden="true"
      focusable="false"
    >
      <use href={`#i-${name}`} />
    </svg>
  )
}
