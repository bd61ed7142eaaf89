// What npm start, npm test and the other commands of package.json call. It needs no package and no Node.js newer than 20: it brings both.
import { join } from 'node:path'
import { ensureBuilt } from './bundles.mjs'
import { runChild } from './child.mjs'
import { gate } from './gate.mjs'
import { findNode } from './node.mjs'
import { checkPacking } from './pack-check.mjs'
import { binOf, ensureInstalled } from './packages.mjs'
import { Interrupted, root, SetupError, say } from './place.mjs'
import { start } from './start.mjs'

const usage = `node scripts/run.mjs COMMAND, or npm start, npm test, npm run COMMAND; flags follow after --

  start [FLAGS]   the app; start -- --help lists its flags
  test [PARTS]    the whole gate, or parts of it; test -- --help lists them
  build           dist/ from the sources
  bench [FLAGS]   speed, against a baseline in the same run
  nights [FLAGS]  simulated nights, as many as wished; nights -- --help lists its flags
  dist [FLAGS]    installers, with electron-builder; dist -- --check looks into what they would hold, without Electron
`

/** @type {Record<string, (node: string, args: string[]) => Promise<number>>} */
const commands = {
  start,
  test: gate,
  build: async (node) => {
    const built = await ensureBuilt(node)
    say(built.length > 0 ? `built ${built.join(', ')}` : 'dist is up to date')
    return 0
  },
  bench: async (node, args) => {
    await ensureBuilt(node)
    return (await runChild(node, [join(root, 'bench', 'run.ts'), ...args])).exitCode
  },
  nights: async (node, args) => (await runChild(node, [join(root, 'test', 'night', 'run.ts'), ...args])).exitCode,
  dist: async (node, args) => {
    await ensureBuilt(node)
    if (args.includes('--check')) return checkPacking(node)
    return (await runChild(node, [binOf('electron-builder'), '--publish', 'never', ...args])).exitCode
  },
}

const [name = '', ...args] = process.argv.slice(2)
const command = commands[name]
try {
  if (command) {
    const node = await findNode()
    await ensureInstalled(node, root, 'dependencies')
    process.exitCode = await command(node, args)
  } else {
    process.stderr.write(usage)
    process.exitCode = 2
  }
} catch (error) {
  if (error instanceof Interrupted) process.exitCode = error.exitCode
  else if (error instanceof SetupError) {
    say(error.message)
    process.exitCode = 1
  } else throw error
}
