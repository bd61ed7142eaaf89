import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from './bundles.mjs'
import { runChild } from './child.mjs'
import { findElectron } from './electron.mjs'
import { root, SetupError, say } from './place.mjs'

const desktop = join(root, 'dist', 'main', 'desktop.js')
const headless = join(root, 'dist', 'main', 'headless.js')

/** A Linux session without a screen: a real Electron would only crash there. A folder of one's own is taken at its word. */
const hasScreen = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY || process.env.ELECTRON_OVERRIDE_DIST_PATH)

/**
 * `npm start`: the desktop where Electron's binary is or can be had, else the same console in the browser. All flags but
 * `--get-electron` are the program's.
 * @param {string} node
 * @param {string[]} flags
 * @returns {Promise<number>} the exit code
 */
export async function start(node, flags) {
  const again = flags.includes('--get-electron')
  const rest = flags.filter((flag) => flag !== '--get-electron')
  await ensureBuilt(node)
  if (!rest.includes('--headless') && !rest.includes('--help') && existsSync(desktop)) {
    const electron = await findElectron(node, { again })
    if ('binary' in electron && hasScreen()) {
      const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
      return (await runChild(electron.binary, [root, ...rest], { env })).exitCode
    }
    const why = 'why' in electron ? electron.why : 'there is no screen for the desktop app (DISPLAY and WAYLAND_DISPLAY are not set)'
    say(`no desktop app, the console goes to the browser instead: ${why}`)
  }
  if (!existsSync(headless)) throw new SetupError('there is nothing to start: main/headless/index.ts is missing')
  return (await runChild(node, [headless, ...rest])).exitCode
}
