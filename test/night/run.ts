import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { replayWith, runNight } from './night.ts'
import { plants } from './planted.ts'
import { makeSetting } from './setting.ts'

const usage = `npm run nights -- [FLAGS]

  --seeds N     how many nights, on all cores (1000)
  --first SEED  the first of them (1)
  --seed SEED   this one alone, with its story
  --plant NAME  with a fault planted in the desk: ${Object.keys(plants).join('; ')}
`
const told = { help: { type: 'boolean' }, seeds: { type: 'string' }, first: { type: 'string' }, seed: { type: 'string' } } as const
const { values } = parseArgs({ options: { ...told, plant: { type: 'string' }, every: { type: 'string' } } })
const number = (text: string | undefined, otherwise: number): number => (text === undefined ? otherwise : Number(text))

if (values.help) process.stdout.write(usage)
else if (values.seed !== undefined || values.every !== undefined) process.exitCode = await live()
else process.exitCode = await share()

/** Lives through the nights of one process. @returns the exit code */
async function live(): Promise<number> {
  const alone = values.seed !== undefined
  const first = number(values.seed ?? values.first, 1)
  const last = alone ? first : number(values.seeds, 1_000)
  const setting = await makeSetting()
  let failed = 0
  for (let seed = first; seed <= last; seed += number(values.every, 1)) {
    const { broken, story, figures } = await runNight(setting, seed, plants[values.plant ?? ''])
    for (const { promise, said } of broken) process.stdout.write(`night ${seed}: ${promise}: ${said}\n`)
    if (alone) process.stdout.write(`${story.join('\n')}\n${JSON.stringify(figures)}\n`)
    else if (broken.length > 0) process.stdout.write(`  once more: ${replayWith(seed)}\n`)
    if (broken.length > 0) failed += 1
  }
  setting.end()
  return failed === 0 ? 0 : 1
}

/** Shares the nights among the cores. */
async function share(): Promise<number> {
  const startedAt = Date.now()
  const [first, count, cores] = [number(values.first, 1), number(values.seeds, 1_000), availableParallelism()]
  const plant = values.plant === undefined ? [] : ['--plant', values.plant]
  const exits = Array.from({ length: cores }, (_, core) => {
    const args = [`--first=${first + core}`, `--seeds=${first + count - 1}`, `--every=${cores}`, ...plant]
    return new Promise<number>((resolve) => fork(fileURLToPath(import.meta.url), args).once('exit', (code) => resolve(code ?? 1)))
  })
  const worst = Math.max(...(await Promise.all(exits)))
  const seconds = ((Date.now() - startedAt) / 1_000).toFixed(0)
  process.stdout.write(`${count} nights from ${first} on in ${seconds} s: ${worst === 0 ? 'every promise kept' : 'promises broken'}\n`)
  return worst
}
