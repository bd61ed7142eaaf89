import type { WritableDb } from './database.ts'

const largeDeliveryBytes = 64 * 1_024

/** The statements of what the desk counts, chooses and keeps sealed. */
export function deskRows(db: WritableDb) {
  const counter = db.prepare('SELECT value FROM counter WHERE name = ?')
  const setCounter = db.prepare('UPDATE counter SET value = ? WHERE name = ?')
  const settings = db.prepare('SELECT name, value FROM setting')
  const putSetting = db.prepare('INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
  const sealed = db.prepare('SELECT value FROM sealed WHERE name = ?')
  const putSealed = db.prepare('INSERT INTO sealed (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
  const dropSealed = db.prepare('DELETE FROM sealed WHERE name = ?')
  const fill = db.prepare("INSERT INTO sealed (name, value) VALUES ('disk-trial', randomblob(?)) ON CONFLICT DO NOTHING")
  const unfill = db.prepare("DELETE FROM sealed WHERE name = 'disk-trial'")
  return {
    counter: (name: 'rev' | 'incident'): number => (counter.get(name) as { value: number }).value,
    setCounter: (name: 'rev' | 'incident', value: number): void => void setCounter.run(value, name),
    settings: (): Record<string, unknown> =>
      Object.fromEntries((settings.all() as { name: string; value: string }[]).map((row) => [row.name, JSON.parse(row.value) as unknown])),
    putSetting: (name: string, value: unknown): void => void putSetting.run(name, JSON.stringify(value)),
    sealed: (name: string): Buffer | null => (sealed.get(name) as { value: Buffer } | undefined)?.value ?? null,
    putSealed: (name: string, value: Uint8Array): void => void putSealed.run(name, value),
    dropSealed: (name: string): void => void dropSealed.run(name),
    /** As many bytes as a large delivery has: what is small fits into pages that are there, on a full disk too. */
    fill: (): void => void fill.run(largeDeliveryBytes),
    unfill: (): void => void unfill.run(),
  }
}
