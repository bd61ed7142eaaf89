import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

test('the linter sees a promise that nobody awaits, through its type', () => {
  const dir = mkdtempSync(join(tmpdir(), 'tocsin-promises-'))
  try {
    for (const file of ['.oxlintrc.json', 'tsconfig.base.json', 'tsconfig.json', 'tsconfig.node.json'])
      cpSync(join(root, file), join(dir, file))
    symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'), 'junction')
    mkdirSync(join(dir, 'main'))
    writeFileSync(join(dir, 'main/later.ts'), 'export const later = async (): Promise<number> => 1\n')
    writeFileSync(join(dir, 'main/caller.ts'), "import { later } from './later.ts'\n\nexport function call(): void {\n  later()\n}\n")
    const run = spawnSync(
      process.execPath,
      [join(root, 'node_modules/oxlint/bin/oxlint'), '--type-aware', '--deny-warnings', '--format=unix'],
      {
        cwd: dir,
        encoding: 'utf8',
      },
    )
    expect(run.status).not.toBe(0)
    expect(run.stdout).toContain('no-floating-promises')
    expect(run.stdout).toContain('main/caller.ts:4')
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})
