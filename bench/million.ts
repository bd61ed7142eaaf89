import { join } from 'node:path'
import { openWritable } from '../main/store/database.ts'

/** Deliveries a statement: so that the write-ahead log stays small. */
const stride = 100_000

/**
 * Fills the store of a desk that does not run with so many deliveries of its first integration, as if they had come in
 * over a year: alarms that were appended, each message once, with a body of half a kilobyte.
 */
export function fillStore(dataDir: string, count: number): void {
  const db = openWritable(join(dataDir, 'tocsin.db'))
  db.pragma('synchronous = OFF')
  const { id: integrationId } = db.prepare('SELECT id FROM integration ORDER BY id LIMIT 1').get() as { id: number }
  const now = Date.now()
  const yearMs = 365 * 86_400_000
  const insert = db.prepare(
    `WITH RECURSIVE n (i) AS (SELECT :from UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :to)
     INSERT INTO delivery (rev, integration_id, source, practice, received_at, took_us, type, message_id, topic_arn, subject, disposition,
       alarm, headers, body, body_bytes, trace)
     SELECT i, :integrationId, 'push', 0, CAST(:since + i * :stepMs AS INTEGER), 900, 'Notification', printf('%08x-0000-4000-8000-%012x', i, i),
       'arn:aws:sns:eu-west-1:123456789012:alarms', printf('ALARM: "orders-api-5xx-%03d" in EU (Ireland)', i % 200), 'ignored',
       json_object('kind', 'metric', 'state', 'ok', 'alarmName', printf('orders-api-5xx-%03d', i % 200), 'alarmArn', NULL, 'accountId', '123456789012',
         'region', 'eu-west-1', 'title', printf('orders-api-5xx-%03d is OK', i % 200), 'reason', NULL, 'at', NULL),
       '{}', CAST(printf('%0512d', i) AS BLOB), 512, '[]' FROM n`,
  )
  const see = db.prepare(
    `INSERT INTO seen_message (integration_id, topic_arn, message_id, delivery_id, at)
     SELECT integration_id, topic_arn, message_id, id, received_at FROM delivery WHERE received_at > ?`,
  )
  for (let from = 0; from < count; from += stride) {
    insert.run({ from, to: Math.min(count, from + stride), integrationId, since: now - yearMs, stepMs: yearMs / count })
  }
  see.run(now - 15 * 86_400_000)
  db.prepare("UPDATE counter SET value = ? WHERE name = 'rev'").run(count)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}
