// Builds the bundles that are named as arguments. Runs on the Node.js that the runner chose, with the packages there.
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { bundles, digestOf, stampOf } from './bundles.mjs'
import { root } from './place.mjs'

for (const bundle of bundles.filter(({ name }) => process.argv.slice(2).includes(name))) {
  // Taken before the build reads the sources: what is edited meanwhile makes the next start build again.
  const digest = digestOf(bundle)
  rmSync(stampOf(bundle.name), { force: true })
  try {
    await build({ configFile: join(root, bundle.config), logLevel: 'warn' })
  } catch (error) {
    process.stderr.write(`${bundle.name}: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  }
  writeFileSync(stampOf(bundle.name), digest)
}
