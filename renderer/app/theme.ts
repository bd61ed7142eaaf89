import { type CSSVariablesResolver, createTheme } from '@mantine/core'

/** Mantine brings the behaviour; how it looks comes from our tokens alone. */
export const theme = createTheme({
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  defaultRadius: 0,
  cursorType: 'default',
  focusRing: 'auto',
  respectReducedMotion: true,
})

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--muted)',
    '--mantine-color-placeholder': 'var(--faint)',
    '--mantine-color-default': 'var(--raised)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-line-height': '20px',
    '--mantine-font-size-md': '13px',
    '--mantine-font-size-sm': '13px',
  },
  dark: {},
  light: {},
})
