import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { AttemptStatus } from '../../main/edge/practice/retry.ts'
import { openNightApi } from './api.ts'
import { type NightAws, openNightAws, type Published } from './aws.ts'
import { openChance } from './chance.ts'
import { openComputer } from './computer.ts'
import type { Planted } from './desk.ts'
import { openHearing } from './hearing.ts'
import { type Happening, type Plot, plotOf } from './plot.ts'
import { type Broken, brokenPromises } from './promises.ts'
import { type NightSetting, nightsRoot } from './setting.ts'
import { openNightTime } from './time.ts'

export interface NightEnd {
  seed: number
  /** Each promise that was not kept, in a sentence; none where all were. */
  broken: Broken[]
  /** What happened, line by line. */
  story: string[]
  figures: { answered: number; opened: number; pages: number; coveredMs: number; crashes: number }
}

const begins = Date.UTC(2026, 10, 24, 22)
/** How long whatever is under way may take to end once all is well again. */
const settlesInMs = 30_000
/** How long the next look of catch-up, and the newest late message into a queue, may take. */
const looksInMs = 7 * 60_000
/** How long pages, with their further tries, may take after the last delivery. */
const pagesInMs = 2 * 60_000

/** The command that lives through one night again. */
export const replayWith = (seed: number): string => `npm run nights -- --seed ${seed}`

/** One night from its seed, with the real desk in it; `planted` is a fault that it should find. */
export async function runNight(setting: NightSetting, seed: number, planted: Planted = {}): Promise<NightEnd> {
  const folder = mkdtempSync(join(nightsRoot(), 'tocsin-night-'))
  try {
    const plot = plotOf(seed)
    const { folder: from, secret } = setting.folders[plot.road]
    cpSync(from, folder, { recursive: true })
    return await withChanceOf(seed, () => liveThrough(plot, { ...setting, folder, secret }, planted))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What the desk leaves to chance is the night's chance too. */
async function withChanceOf<T>(seed: number, live: () => Promise<T>): Promise<T> {
  const { random } = Math
  const chance = openChance(seed ^ 0xd1ce)
  Math.random = () => chance.between(0, 999_999) / 1_000_000
  try {
    return await live()
  } finally {
    Math.random = random
  }
}

type Place = Omit<NightSetting, 'folders'> & { folder: string; secret: string }

async function liveThrough(plot: Plot, { folder, secret, signer, certificate }: Place, planted: Planted): Promise<NightEnd> {
  const chance = openChance(plot.seed ^ 0x5eed)
  const time = openNightTime(begins, plot.sleepCounts)
  const story: string[] = []
  const tell = (said: string) => void story.push(`${((time.now() - begins) / 1_000).toFixed(3).padStart(10)} ${said}`)
  const hearing = openHearing(time)
  const answered = new Map<string, Published>()
  const settled = (message: Published) => void answered.set(message.messageId, message)
  const api = openNightApi({ aws: () => aws, time, chance, settled })
  const { road } = plot
  const computer = openComputer({ folder, time, chance, certificate, hearing, road, access: api.access, tell }, planted)

  async function attempt(message: Published): Promise<AttemptStatus> {
    const { status } = await computer.through(`/in/${secret}`, message.body)
    if (status === 200) settled(message)
    return status
  }
  const aws: NightAws = openNightAws({ time, chance, signer, plot, attempt, enqueue: api.deliver, tell })

  function wakeUp(): void {
    computer.sleep(false)
    api.asleep(false)
  }

  function happen(happening: Happening): void {
    const later = (run: () => void) => time.at(time.now() + ('forMs' in happening ? happening.forMs : 0), run)
    switch (happening.kind) {
      case 'alarm':
        aws.change(happening.alarm, happening.state)
        break
      case 'tunnel-down':
        computer.tunnel(happening.answer)
        later(() => computer.tunnel(null))
        break
      case 'asleep':
        api.asleep(true)
        computer.sleep(true)
        later(wakeUp)
        break
      case 'crash':
        computer.killSoon(happening.atStep, happening.forMs)
        break
      case 'disk-full':
        computer.diskFull(true)
        later(() => computer.diskFull(false))
        break
      case 'clock-set':
        tell(`the computer’s clock is set ${happening.aheadMs} ms ahead`)
        time.setAhead(happening.aheadMs)
        later(() => time.setAhead(0))
        break
      case 'api-down':
        tell(`AWS’s API: ${happening.how}`)
        api.mood(happening.how)
        later(() => api.mood('well'))
        break
      case 'channel-down':
        computer.channel(false)
        later(() => computer.channel(true))
        break
    }
  }

  await time.during(computer.start())
  for (const happening of plot.happenings) time.at(begins + happening.atMs, () => happen(happening))
  await time.runUntil(begins + plot.lengthMs)

  tell('morning')
  wakeUp()
  computer.tunnel(null)
  computer.diskFull(false)
  computer.channel(true)
  api.mood('well')
  time.setAhead(0)
  await time.runUntil(time.now() + computer.spare() + settlesInMs)
  // With an account the desk looks for itself, and a queue keeps everything; with pushes alone whatever was lost comes once more. What was answered 200 SNS does not send again: it has to be there.
  if (road === 'push') aws.redeliver((message) => !answered.has(message.messageId) || chance.yes(0.2))
  else await time.runUntil(time.now() + looksInMs)
  await time.runUntil(time.now() + pagesInMs)

  const coveredMs = hearing.end()
  const { published } = aws
  const clockWasRight = plot.happenings.every(({ kind }) => kind !== 'clock-set')
  const found = brokenPromises({
    ...{ folder, answered: [...answered.values()], published, inAlarm: aws.inAlarm(), shown: computer.shown },
    ...{ blocks: hearing.blocks(), clockWasRight },
  })
  await computer.end()
  return {
    seed: plot.seed,
    broken: [...hearing.broken(), ...found],
    story,
    figures: {
      answered: answered.size,
      opened: published.filter(({ state }) => state === 'ALARM').length,
      pages: computer.shown.length,
      coveredMs,
      crashes: computer.crashes(),
    },
  }
}
