import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { fold } from '../../main/core/incidents/reduce.ts'
import { eventFromStored } from '../../main/store/incident-rows.ts'
import { timelineKinds } from '../../preload/contract/words.ts'

interface Golden {
  events: Parameters<typeof eventFromStored>[0][]
  incident: unknown
}

const folder = fileURLToPath(new URL('golden', import.meta.url))
const releases = readdirSync(folder).map((release) => ({
  release,
  histories: readdirSync(join(folder, release)).map((file) => ({
    name: file.replace('.json', '').replaceAll('-', ' '),
    history: JSON.parse(readFileSync(join(folder, release, file), 'utf8')) as Golden,
  })),
}))

describe.each(releases)('a history that release $release wrote', ({ histories }) => {
  it.each(histories)('folds as it did then: $name', ({ history }) => {
    expect(fold(history.events.map(eventFromStored))).toEqual(history.incident)
  })

  it('is there for every kind of event', () => {
    const told = new Set(histories.flatMap(({ history }) => history.events.map(({ kind }) => kind)))
    expect(timelineKinds.filter((kind) => !told.has(kind))).toEqual([])
  })
})
