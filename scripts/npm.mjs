import { accessSync, constants, existsSync, realpathSync } from 'node:fs'
import { basename, delimiter, dirname, join } from 'node:path'
import { runChild } from './child.mjs'
import { Interrupted, SetupError } from './place.mjs'

const cliName = 'npm-cli.js'

/** @param {string} folder a folder of PATH */
const npmOnPath = (folder) => {
  const command = join(folder, process.platform === 'win32' ? 'npm.cmd' : 'npm')
  if (!existsSync(command)) return []
  // POSIX: a link to the JavaScript. Windows: a script beside the folder that holds it.
  return [realpathSync(command), join(folder, 'node_modules', 'npm', 'bin', cliName)]
}

/** npm's JavaScript: the npm that runs us, else the one beside our Node, else the one on PATH. */
function npmCli() {
  const beside = dirname(process.execPath)
  const candidates = [
    process.env.npm_execpath ?? '',
    join(beside, 'node_modules', 'npm', 'bin', cliName),
    join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', cliName),
    ...(process.env.PATH ?? '').split(delimiter).filter(Boolean).flatMap(npmOnPath),
  ]
  const found = candidates.find((file) => basename(file) === cliName && existsSync(file))
  if (!found)
    throw new SetupError(
      'npm was not found, and it is needed to install what Tocsin is built from: install it beside Node.js (20 or newer)',
    )
  return found
}

/**
 * `npm ci` without install scripts: better-sqlite3 brings its binary, but npm would compile it, and nothing else needs one. Development
 * dependencies whatever NODE_ENV says. Its words go to stderr, even under `npm start --silent`.
 * @param {string} node the Node.js that runs npm
 * @param {string} dir where the lockfile is
 */
export async function npmCi(node, dir) {
  try {
    accessSync(dir, constants.W_OK)
  } catch {
    throw new SetupError(`${dir} is not writable, and what Tocsin is built from is installed there`)
  }
  const args = [npmCli(), 'ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  const { exitCode, signalled } = await runChild(node, args, { cwd: dir, stdio: ['ignore', 2, 2] })
  if (signalled) throw new Interrupted(exitCode)
  if (exitCode !== 0) {
    throw new SetupError(
      `dependencies could not be installed: "npm ci" in ${dir} ended with ${exitCode}, its words are above. npm's registry must be reachable this once; then run the same command again`,
    )
  }
}
