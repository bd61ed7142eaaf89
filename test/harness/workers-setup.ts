import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import type { TestProject } from 'vitest/node'
import { digestOf } from '../../scripts/bundles.mjs'
import { root } from '../../scripts/place.mjs'

const folder = join(root, '.cache', 'test-workers')
const threads = ['reader', 'keeper']

declare module 'vitest' {
  interface ProvidedContext {
    workers: string
  }
}

/** Bundles the store's threads once for all tests: from the sources each start of a desk would read some eighty files again. */
export default async function setup(project: TestProject): Promise<void> {
  const digest = digestOf({ config: 'vitest.config.ts', sources: ['main/store', 'main/core', 'preload/contract'] })
  const built = join(folder, digest.slice(0, 24))
  if (!existsSync(built)) await bundle(built)
  project.provide('workers', built)
}

async function bundle(target: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(folder)) {
    if (Date.now() - statSync(join(folder, name)).mtimeMs > 3_600_000) rmSync(join(folder, name), { recursive: true, force: true })
  }
  const half = mkdtempSync(join(folder, 'half-'))
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node22',
      outDir: half,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(threads.map((name) => [`${name}.worker`, join(root, `main/store/${name}.worker.ts`)])),
        external: [/^node:/, 'better-sqlite3'],
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  })
  try {
    renameSync(half, target)
  } catch {
    // Another run was faster.
    rmSync(half, { recursive: true, force: true })
  }
}
