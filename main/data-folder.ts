import { accessSync, constants, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import envPaths from 'env-paths'

/** A start that can't go on, with a sentence for the operator. */
export class StartError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'StartError'
  }
}

/** Where the data is unless --data says otherwise: the same folder for both shells, by the system's own custom. */
export const usualDataFolder = (): string => envPaths('tocsin', { suffix: '' }).data

/**
 * Makes sure of the data folder: ours, and closed to everybody else.
 * @throws StartError where it is not, or can't be made
 */
export function openDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new StartError(`The data folder ${folder} can't be made: ${error instanceof Error ? error.message : String(error)}.`, error)
  }
  const { uid, mode } = statSync(folder)
  // Windows has neither; there the profile's own access list keeps others out.
  if (process.getuid === undefined) return
  if (uid !== process.getuid())
    throw new StartError(`The data folder ${folder} belongs to another user: choose one of your own with --data.`)
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new StartError(`The data folder ${folder} can't be written: make it writable, or choose another with --data.`, error)
  }
  if ((mode & 0o077) !== 0) throw new StartError(`The data folder ${folder} is open to other users: close it with  chmod 700 ${folder}`)
}

/** The ports that were chosen once, so that the open page, the tunnel and a bookmark survive a restart. */
export function rememberedPorts(folder: string) {
  const file = join(folder, 'ports.json')
  const read = (): Record<string, number> => {
    try {
      const kept: unknown = JSON.parse(readFileSync(file, 'utf8'))
      if (typeof kept !== 'object' || kept === null) return {}
      return Object.fromEntries(Object.entries(kept).filter((entry): entry is [string, number] => isPort(entry[1])))
    } catch {
      return {}
    }
  }
  return {
    /**
     * Listens on the port asked for; with 0, on the one of last time, or on a free one where that is taken now.
     * @param listen opens the server on a port and answers with what it opened
     * @throws StartError where the port asked for is taken
     */
    async listen<T extends { port: number }>(
      name: 'receiver' | 'console',
      wanted: number,
      listen: (port: number) => Promise<T>,
    ): Promise<T> {
      const opened = wanted === 0 ? await listenAgain(read()[name] ?? 0, listen) : await listenThere(name, wanted, listen)
      if (wanted === 0) writeFileSync(file, `${JSON.stringify({ ...read(), [name]: opened.port })}\n`, { mode: 0o600 })
      return opened
    },
  }
}

const isPort = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 65_536

async function listenAgain<T>(last: number, listen: (port: number) => Promise<T>): Promise<T> {
  try {
    return await listen(last)
  } catch (error) {
    if (last === 0) throw error
    return listen(0)
  }
}

async function listenThere<T>(name: string, port: number, listen: (port: number) => Promise<T>): Promise<T> {
  try {
    return await listen(port)
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    throw new StartError(
      taken
        ? `Port ${port} is taken by another program: choose another with --${name}-port, or leave it out.`
        : `Port ${port} can't be opened for the ${name}: ${error instanceof Error ? error.message : String(error)}.`,
      error,
    )
  }
}
