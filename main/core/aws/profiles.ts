import type { ProfileKind } from '../../../preload/contract/words.ts'

/** A profile of the shared files under ~/.aws. No key of it is kept: only what it is called, and how it signs in. */
export interface Profile {
  name: string
  region: string | null
  kind: ProfileKind
  /** A role that asks for the code of an MFA device. */
  mfa: boolean
  /** The profile whose sign-in it rests on: its own name, or the end of its `source_profile`s. */
  signsInAs: string
}

type Section = ReadonlyMap<string, string>

const kept = new Set([
  'region',
  'source_profile',
  'role_arn',
  'mfa_serial',
  'sso_session',
  'sso_start_url',
  'login_session',
  'credential_process',
  'web_identity_token_file',
])

/**
 * The profiles in the text of the two shared files, by name. In `config` a profile's section is `[profile NAME]` (or `[default]`), in
 * `credentials` it is `[NAME]`. Of the settings only those that say how it signs in are read; of access keys only that there are some.
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export function parseProfiles(config: string, credentials: string): Profile[] {
  const sections = new Map<string, Map<string, string>>()
  for (const [text, isConfig] of [
    [config, true],
    [credentials, false],
  ] as const) {
    for (const [title, settings] of parseSections(text)) {
      const name = isConfig ? nameInConfig(title) : title
      if (name === null || name === '') continue
      const known = sections.get(name) ?? new Map<string, string>()
      for (const [key, value] of settings) known.set(key, value)
      sections.set(name, known)
    }
  }
  return [...sections]
    .map(([name, section]) => ({
      name,
      region: section.get('region') ?? null,
      kind: kindOf(section),
      mfa: section.has('mfa_serial') && section.has('role_arn'),
      signsInAs: signInOf(name, sections),
    }))
    .sort((a, b) => (a.name === 'default' ? -1 : b.name === 'default' ? 1 : a.name < b.name ? -1 : 1))
}

function nameInConfig(title: string): string | null {
  if (title === 'default') return title
  const [, name] = /^profile\s+(.*)$/.exec(title) ?? []
  return name === undefined ? null : name.trim().replace(/^(["'])(.*)\1$/, '$2')
}

function* parseSections(text: string): Generator<[string, Section]> {
  let title: string | null = null
  let settings = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const heading = /^\s*\[([^\]]*)\]/.exec(line)
    if (heading !== null) {
      if (title !== null) yield [title, settings]
      title = (heading[1] ?? '').trim()
      settings = new Map()
      continue
    }
    // A line that is indented belongs to the setting before it, as `s3 =` has them.
    const [, key = '', value = ''] = /^([^\s=#;][^=]*?)\s*=\s*(.*)$/.exec(line) ?? []
    if (key === 'aws_access_key_id') settings.set(key, 'there is one')
    else if (kept.has(key)) settings.set(key, value.replace(/(^|\s)[#;].*$/, '').trim())
  }
  if (title !== null) yield [title, settings]
}

/** In the order in which the SDK asks: https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html */
function kindOf(section: Section): ProfileKind {
  if (section.has('role_arn')) return section.has('web_identity_token_file') ? 'web-identity' : 'role'
  if (section.has('aws_access_key_id')) return 'keys'
  if (section.has('credential_process')) return 'process'
  if (section.has('sso_session') || section.has('sso_start_url')) return 'sso'
  return section.has('login_session') ? 'login' : 'none'
}

function signInOf(name: string, sections: ReadonlyMap<string, Section>): string {
  const seen = new Set<string>()
  let at = name
  for (;;) {
    seen.add(at)
    const source = sections.get(at)?.get('source_profile')
    if (source === undefined || seen.has(source) || !sections.has(source)) return at
    at = source
  }
}
