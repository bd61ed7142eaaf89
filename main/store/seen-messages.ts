import type { WritableDb } from './database.ts'

interface Seen {
  delivery_id: number
  integration_id: number
  topic_arn: string
  message_id: string
}

/**
 * The MessageIds that each integration has taken of each topic: what makes a delivery a duplicate, across restarts. The
 * rows lie in the order of arrival; what finds them by their random ids is held in memory.
 */
export function seenMessages(db: WritableDb) {
  const insert = db.prepare('INSERT INTO seen_message (integration_id, topic_arn, message_id, delivery_id, at) VALUES (?, ?, ?, ?, ?)')
  const stands = db.prepare('SELECT 1 FROM seen_message WHERE delivery_id = ?').pluck()
  const again = db.prepare('UPDATE seen_message SET copies = copies + 1 WHERE delivery_id = ? RETURNING copies').pluck()
  const forget = db.prepare('DELETE FROM seen_message WHERE at < ? RETURNING delivery_id, integration_id, topic_arn, message_id')
  const bySource = new Map<string, Map<string, number>>()

  const sourceOf = (integrationId: number, topicArn: string): Map<string, number> => {
    const key = `${integrationId} ${topicArn}`
    let source = bySource.get(key)
    if (source === undefined) {
      source = new Map()
      bySource.set(key, source)
    }
    return source
  }

  const all = db.prepare('SELECT integration_id, topic_arn, message_id, delivery_id FROM seen_message').raw()
  for (const row of all.iterate()) {
    const [integrationId, topicArn, messageId, deliveryId] = row as [number, string, string, number]
    sourceOf(integrationId, topicArn).set(messageId, deliveryId)
  }

  /** @returns the delivery that took the message first, or null */
  const find = (integrationId: number, topicArn: string, messageId: string): number | null => {
    const deliveryId = sourceOf(integrationId, topicArn).get(messageId)
    // The transaction that took it may have been rolled back.
    return deliveryId !== undefined && stands.get(deliveryId) !== undefined ? deliveryId : null
  }
  return {
    find,
    see(integrationId: number, topicArn: string, messageId: string, deliveryId: number, at: number): void {
      if (find(integrationId, topicArn, messageId) !== null) return
      insert.run(integrationId, topicArn, messageId, deliveryId, at)
      sourceOf(integrationId, topicArn).set(messageId, deliveryId)
    },
    /** Counts one more copy of what a delivery took first. @returns how many copies there were */
    seeAgain: (firstId: number): number => again.get(firstId) as number,
    forgetBefore(at: number): void {
      for (const row of forget.all(at) as Seen[]) sourceOf(row.integration_id, row.topic_arn).delete(row.message_id)
    },
  }
}
