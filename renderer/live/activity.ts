import type { Client } from './client.ts'

const gatherMs = 20
const mostIds = 100

/** Gathers the ids that rows ask for within a moment into as few calls as the contract allows. */
export function createActivityBatch(client: Client): (id: string) => Promise<number[]> {
  let wanted = new Map<string, { resolve(hours: number[]): void; reject(error: unknown): void }[]>()

  async function send(): Promise<void> {
    const asked = [...wanted]
    wanted = new Map()
    for (let start = 0; start < asked.length; start += mostIds) {
      const part = asked.slice(start, start + mostIds)
      try {
        const { items } = await client.incidents.activity({ incidentIds: part.map(([id]) => id).join(',') })
        const hours = new Map(items.map((item) => [item.incidentId, item.hours]))
        for (const [id, askers] of part) for (const { resolve } of askers) resolve(hours.get(id) ?? [])
      } catch (error) {
        for (const [, askers] of part) for (const { reject } of askers) reject(error)
      }
    }
  }

  return (id) =>
    new Promise((resolve, reject) => {
      if (wanted.size === 0) setTimeout(() => void send(), gatherMs)
      const askers = wanted.get(id) ?? []
      askers.push({ resolve, reject })
      wanted.set(id, askers)
    })
}
