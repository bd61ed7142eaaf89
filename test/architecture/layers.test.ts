import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

interface Cruised {
  modules: { source: string; dependencies: { resolved: string }[] }[]
  summary: { violations: { from: string; to: string; rule: { name: string } }[] }
}

/** The gate's own command, in another folder and with an answer that can be read. */
function cruise(dir: string, ...folders: string[]): Cruised {
  const depcruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const args = [depcruise, '--config', join(root, '.dependency-cruiser.mjs'), '--output-type', 'json', ...folders]
  return JSON.parse(spawnSync(process.execPath, args, { cwd: dir, encoding: 'utf8', maxBuffer: 1 << 28 }).stdout) as Cruised
}

/** [rule, file, what it imports]: a file here, an import that it must not have. */
const forbidden: [string, string, string][] = [
  ['desk-imports-nothing-above', 'main/desk.ts', './headless/index.ts'],
  ['api-imports-nothing-above', 'main/api/a.ts', '../desk.ts'],
  ['api-imports-nothing-above', 'main/api/f.ts', '../system.ts'],
  ['edge-imports-nothing-above', 'main/edge/sns/a.ts', '../../api/b.ts'],
  ['edge-imports-nothing-above', 'main/edge/receiver/a.ts', '../../desk.ts'],
  ['store-imports-nothing-above', 'main/store/a.ts', '../edge/sns/b.ts'],
  ['store-imports-nothing-above', 'main/store/b.ts', '../headless/index.ts'],
  ['core-imports-nothing-above', 'main/core/a.ts', '../store/c.ts'],
  ['core-imports-nothing-above', 'main/core/alarms/b.ts', '../../edge/sns/b.ts'],
  ['shells-never-each-other', 'main/desktop/a.ts', '../headless/index.ts'],
  ['shells-never-each-other', 'main/headless/a.ts', '../desktop/index.ts'],
  ['edge-folders-never-each-other', 'main/edge/receiver/b.ts', '../sns/b.ts'],
  ['edge-folders-never-each-other', 'main/edge/aws/b.ts', '../tunnel/a.ts'],
  ['edge-has-these-folders', 'main/desk.ts', './edge/stray/a.ts'],
  ['rounds-know-ports-only', 'main/edge/rounds.ts', './sns/b.ts'],
  ['core-needs-no-port', 'main/core/c.ts', '../ports.ts'],
  ['ports-import-nothing', 'main/ports.ts', './core/d.ts'],
  ['only-api-knows-the-contract', 'main/store/d.ts', '../../preload/contract/shapes.ts'],
  ['only-api-knows-the-contract', 'main/core/e.ts', '../../preload/contract/shapes.ts'],
  ['only-api-knows-the-contract', 'main/edge/sns/c.ts', '../../../preload/contract/shapes.ts'],
  ['only-api-knows-the-contract', 'main/headless/b.ts', '../../preload/contract/index.ts'],
  ['main-knows-no-renderer', 'main/api/b.ts', '../../renderer/ui/a.tsx'],
  ['the-contract-imports-nothing-of-ours', 'preload/contract/a.ts', '../../main/core/d.ts'],
  ['the-contract-imports-nothing-of-ours', 'preload/contract/b.ts', '../electron.ts'],
  ['words-import-nothing', 'preload/contract/words.ts', 'zod'],
  ['the-preload-script-imports-nothing-of-ours', 'preload/electron.ts', './contract/shapes.ts'],
  ['the-preload-script-imports-nothing-of-ours', 'preload/electron.ts', 'zod'],
  ['renderer-knows-only-the-contract', 'renderer/live/a.ts', '../../main/core/d.ts'],
  ['renderer-knows-only-the-contract', 'renderer/live/b.ts', '../../preload/electron.ts'],
  ['renderer-has-no-built-ins', 'renderer/live/c.ts', 'node:fs'],
  ['views-never-each-other', 'renderer/incidents/a.tsx', '../inbound/b.tsx'],
  ['views-never-each-other', 'renderer/first-run/a.tsx', '../settings/a.tsx'],
  ['only-app-knows-views', 'renderer/ui/b.tsx', '../inbound/b.tsx'],
  ['views-know-no-app', 'renderer/inbound/c.tsx', '../app/a.tsx'],
  ['core-is-without-io', 'main/core/f.ts', 'node:fs'],
  ['core-is-without-io', 'main/core/g.ts', 'timers/promises'],
  ['core-hashes-in-one-place', 'main/core/h.ts', 'node:crypto'],
  ['core-has-pure-packages-only', 'main/core/i.ts', 'pino'],
  ['electron-has-one-home', 'main/headless/c.ts', 'electron'],
  ['electron-has-one-home', 'renderer/app/b.tsx', 'electron'],
  ['better-sqlite3-has-one-home', 'main/edge/receiver/c.ts', 'better-sqlite3'],
  ['aws-sdk-has-one-home', 'main/api/c.ts', '@aws-sdk/client-sns'],
  ['practice-is-known-to-roots-only', 'main/api/d.ts', '../edge/practice/a.ts'],
  ['product-knows-no-test', 'main/store/e.ts', '../../test/harness/a.ts'],
  ['no-cycles', 'main/core/cycle-a.ts', './cycle-b.ts'],
  ['no-orphans', 'main/core/orphan.ts', ''],
  ['no-unresolvable', 'main/core/k.ts', './is-not-there.ts'],
  ['no-undeclared-packages', 'main/edge/aws/c.ts', 'graceful-fs'],
]

const allowed: [string, string][] = [
  ['main/headless/index.ts', '../desk.ts'],
  ['main/headless/index.ts', '../edge/practice/a.ts'],
  ['main/desktop/index.ts', 'electron'],
  ['main/headless/index.ts', '../system.ts'],
  ['main/desk.ts', './system.ts'],
  ['main/desk.ts', './edge/practice/a.ts'],
  ['main/api/e.ts', '../../preload/contract/shapes.ts'],
  ['main/api/e.ts', '../store/c.ts'],
  ['main/edge/receiver/d.ts', '../../store/c.ts'],
  ['main/edge/receiver/d.ts', '../rounds.ts'],
  ['main/edge/receiver/d.ts', '../../ports.ts'],
  ['main/store/c.ts', 'better-sqlite3'],
  ['main/store/c.ts', 'node:fs'],
  ['main/store/c.ts', '../core/d.ts'],
  ['main/store/c.ts', '../../preload/contract/words.ts'],
  ['main/core/d.ts', '../../preload/contract/words.ts'],
  ['main/core/incidents/problem-key.ts', 'node:crypto'],
  ['main/edge/aws/d.ts', '@aws-sdk/client-sns'],
  ['preload/electron.ts', 'electron'],
  ['preload/contract/shapes.ts', 'zod'],
  ['renderer/app/a.tsx', '../inbound/b.tsx'],
  ['renderer/inbound/b.tsx', '../ui/a.tsx'],
  ['renderer/live/d.ts', '../../preload/contract/index.ts'],
]

/** What the imports above lead to, where nothing is planted in it. */
const bystanders = [
  'main/system.ts',
  'main/api/b.ts',
  'main/edge/stray/a.ts',
  'main/edge/sns/b.ts',
  'main/edge/tunnel/a.ts',
  'main/edge/practice/a.ts',
  'preload/contract/index.ts',
  'renderer/settings/a.tsx',
  'renderer/ui/a.tsx',
  'test/harness/a.ts',
]

describe('a planted import', () => {
  let dir = ''
  let violations: Cruised['summary']['violations'] = []

  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'tocsin-layers-'))
    symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'), 'junction')
    for (const file of ['package.json', 'tsconfig.base.json', 'tsconfig.node.json']) cpSync(join(root, file), join(dir, file))
    const imports = new Map<string, string[]>(bystanders.map((file) => [file, []]))
    const edges: [string, string][] = [...forbidden.map(([, from, to]): [string, string] => [from, to]), ...allowed]
    for (const [from, to] of [...edges, ['main/core/cycle-b.ts', './cycle-a.ts'] as [string, string]]) {
      imports.set(from, [...(imports.get(from) ?? []), to].filter(Boolean))
    }
    for (const [file, specifiers] of imports) {
      mkdirSync(dirname(join(dir, file)), { recursive: true })
      // Half of them only types, which count all the same.
      const lines = specifiers.map((to, n) => (n % 2 ? `import type * as x${n} from '${to}'` : `import * as x${n} from '${to}'`))
      writeFileSync(
        join(dir, file),
        [...lines, `export default [${specifiers.flatMap((_, n) => (n % 2 ? [] : `x${n}`)).join(', ')}]`, ''].join('\n'),
      )
    }
    violations = cruise(dir, 'main', 'preload', 'renderer', 'test').summary.violations
  })

  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  const found = (from: string, to: string) => {
    const target = to.startsWith('.') ? join(dirname(from), to) : to
    return violations.filter(
      (v) => v.from === from && (v.to === target || v.to.includes(`node_modules/${target}/`) || v.to === to.replace('node:', '')),
    )
  }

  test.each(forbidden)('%s: %s may not import %s', (rule, from, to) => {
    const names =
      rule === 'no-orphans' ? violations.filter((v) => v.from === from).map((v) => v.rule.name) : found(from, to).map((v) => v.rule.name)
    const all = rule === 'no-cycles' ? violations.filter((v) => v.from.startsWith('main/core/cycle-')).map((v) => v.rule.name) : names
    expect(all).toContain(rule)
  })

  test.each(allowed)('%s may import %s', (from, to) => {
    expect(found(from, to).filter((v) => v.rule.name !== 'no-cycles')).toEqual([])
  })
})

test('every file of the product was read, with what it imports', () => {
  const folders = ['main', 'preload', 'renderer'].filter((folder) => existsSync(join(root, folder)))
  const { modules } = cruise(root, ...folders)
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
      .filter((file) => /\.tsx?$/.test(file)),
  )
  const read = new Map(modules.map(({ source, dependencies }) => [source, dependencies.length]))
  const imports = (file: string) => /^(import|export) .*from '/m.test(readFileSync(join(root, file), 'utf8'))
  expect(files.length).toBeGreaterThan(50)
  expect(files.filter((file) => !read.has(file))).toEqual([])
  expect(files.filter((file) => imports(file) && !read.get(file))).toEqual([])
})
