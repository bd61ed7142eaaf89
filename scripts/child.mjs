import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { root, SetupError } from './place.mjs'

const forwarded = /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP'])

/**
 * Starts a command in the checkout's folder, hands on the signals that end us, waits for its end. A child that a signal ended has
 * exit code 128 + n. The child stays in our process group, so it may hear one Ctrl-C twice: from the terminal and from here.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stdio?: import('node:child_process').StdioOptions, started?: (child: import('node:child_process').ChildProcess) => void }} [options]
 * @returns {Promise<{ exitCode: number, signal: NodeJS.Signals | null, signalled: boolean }>} `signalled`: we were told to end meanwhile
 */
export function runChild(command, args, { cwd = root, env = process.env, stdio = 'inherit', started } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio })
    let signalled = false
    const handOn = (/** @type {NodeJS.Signals} */ signal) => {
      signalled = true
      // A Windows console tells all of its processes of Ctrl-C by itself, and kill() there is no request but the end.
      if (process.platform !== 'win32' || signal !== 'SIGINT') child.kill(signal)
    }
    const endWithUs = () => child.kill('SIGKILL')
    const release = () => {
      for (const signal of forwarded) process.off(signal, handOn)
      process.off('exit', endWithUs)
    }
    for (const signal of forwarded) process.on(signal, handOn)
    process.on('exit', endWithUs)
    child.once('error', (error) => {
      release()
      reject(new SetupError(`${command} could not be started: ${error.message}`))
    })
    child.once('close', (code, signal) => {
      release()
      resolve({ exitCode: code ?? 128 + (signal ? constants.signals[signal] : 0), signal, signalled })
    })
    started?.(child)
  })
}
