import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium, type LaunchOptions } from 'playwright-core'

/** A Chromium that can be started: its binary, and the environment that it needs beside ours. */
interface Chromium {
  executablePath: string
  env: Record<string, string>
}

const root = join(import.meta.dirname, '../..')
const packed = join(root, 'node_modules/@sparticuz/chromium')

/** Where systems put Chromium, Chrome and Edge. */
const usualPlaces: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/microsoft-edge',
  ],
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((variable) => {
    const folder = process.env[variable]
    return folder ? [join(folder, 'Google/Chrome/Application/chrome.exe'), join(folder, 'Microsoft/Edge/Application/msedge.exe')] : []
  }),
}

/** Where none is installed and none can be unpacked. */
export const noChromium = 'no Chromium here: install one, or set CHROME_PATH'

/** Chromium, the libraries that a bare machine lacks, and fonts, without which every text is 0 wide and nothing fails. */
const unpack = `
  import chromium, { inflate } from '@sparticuz/chromium'
  await inflate(process.argv[1] + '/bin/al2023.tar.br')
  await chromium.executablePath()
`

/** The package's own names folders of AWS Lambda. A cache folder is taken relative to where the browser was started: hence its whole path. */
const fontsConf = (dir: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir>${join(dir, 'fonts-cache')}</cachedir>
</fontconfig>
`

/**
 * The Chromium of the package @sparticuz/chromium (Linux x64), unpacked once into a folder named for its version. The package unpacks
 * into the temporary folder and not atomically, so it gets one of its own, in a process of its own, renamed when whole.
 */
async function unpacked(): Promise<Chromium> {
  const { version } = JSON.parse(await readFile(join(packed, 'package.json'), 'utf8')) as { version: string }
  const dir = join(root, '.cache', `chromium-${version}`)
  if (!existsSync(dir)) {
    const arriving = `${dir}.${process.pid}`
    await rm(arriving, { recursive: true, force: true })
    await mkdir(arriving, { recursive: true })
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', unpack, packed], {
      cwd: root,
      env: { ...process.env, TMPDIR: arriving },
    })
    await writeFile(join(arriving, 'fonts', 'fonts.conf'), fontsConf(dir))
    // Whoever was first has the same in place.
    await rename(arriving, dir).catch(() => rm(arriving, { recursive: true, force: true }))
  }
  return {
    executablePath: join(dir, 'chromium'),
    env: { LD_LIBRARY_PATH: join(dir, 'al2023/lib'), FONTCONFIG_PATH: join(dir, 'fonts') },
  }
}

/** CHROME_PATH, else an installed browser, else the one in node_modules; null where there is none. */
async function findChromium(): Promise<Chromium | null> {
  const own = process.env.CHROME_PATH
  if (own) return { executablePath: own, env: {} }
  const installed = usualPlaces[process.platform]?.find((path) => existsSync(path))
  if (installed) return { executablePath: installed, env: {} }
  if (process.platform === 'linux' && process.arch === 'x64' && existsSync(packed)) return unpacked()
  return null
}

/** Whether `launchChromium` can; unpacks the browser if need be, so that no test has to wait for it. */
export const chromiumAvailable = async (): Promise<boolean> => (await findChromium()) !== null

/** A real headless Chromium, to be closed by the caller. Throws where `chromiumAvailable` says no. */
export async function launchChromium(options: Omit<LaunchOptions, 'executablePath' | 'env'> = {}): Promise<Browser> {
  const found = await findChromium()
  if (!found) throw new Error(noChromium)
  const env = Object.fromEntries(
    Object.entries({ ...process.env, ...found.env }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
  return chromium.launch({ ...options, executablePath: found.executablePath, env, args: ['--no-sandbox', ...(options.args ?? [])] })
}
