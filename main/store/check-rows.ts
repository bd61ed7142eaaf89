import type { WritableDb } from './database.ts'

/** What was in ALARM already when an integration first looked. `at`: epoch milliseconds. */
export interface HeldAlarm {
  integrationId: number
  dedupKey: string
  /** Twelve digits. */
  awsAccount: string
  region: string
  alarmName: string | null
  title: string
  at: number
  topicArn: string | null
  /** The alarm's own JSON, to be recorded if it is to be opened. */
  text: string
  answer: 'wait' | null
}

export interface Baseline {
  topics: string[]
  at: number
}

interface StoredHeld {
  integration_id: number
  dedup_key: string
  aws_account: string
  region: string
  alarm_name: string | null
  title: string
  at: number
  topic_arn: string | null
  text: string
  answer: string | null
}

/** The statements of what catch-up found: baselines, and what is known of a state already. */
export function checkRows(db: WritableDb) {
  const checked = db.prepare<[number, string, number, string]>(
    "SELECT 1 FROM delivery WHERE source = 'check' AND integration_id = ? AND dedup_key = ? AND alarm_at = ? AND effect = ? LIMIT 1",
  )
  const closed = db.prepare<[number, string, number]>(
    "SELECT 1 FROM delivery WHERE effect = 'close' AND integration_id = ? AND dedup_key = ? AND alarm_at = ? LIMIT 1",
  )
  const opened = db.prepare<[string, number]>(
    "SELECT 1 FROM incident_event WHERE incident_id = ? AND at = ? AND kind IN ('opened', 'appended', 'reopened') LIMIT 1",
  )
  const keysInAlarm = db
    .prepare<[number, string, string], string>(
      "SELECT dedup_key FROM watermark WHERE integration_id = ? AND dedup_key >= ? AND dedup_key < ? AND state = 'alarm'",
    )
    .pluck()
  const baseline = db.prepare<[number, string, string], { topics: string; at: number }>(
    'SELECT topics, at FROM baseline WHERE integration_id = ? AND aws_account = ? AND region = ?',
  )
  const putBaseline = db.prepare(
    `INSERT INTO baseline (integration_id, aws_account, region, topics, at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET topics = excluded.topics`,
  )
  const held = db.prepare<[number, string], StoredHeld>('SELECT * FROM baseline_alarm WHERE integration_id = ? AND dedup_key = ?')
  const heldKeys = db
    .prepare<[number, string, string], string>(
      'SELECT dedup_key FROM baseline_alarm WHERE integration_id = ? AND dedup_key >= ? AND dedup_key < ?',
    )
    .pluck()
  const hold = db.prepare(
    `INSERT INTO baseline_alarm (integration_id, dedup_key, aws_account, region, alarm_name, title, at, topic_arn, text, answer)
     VALUES (:integration_id, :dedup_key, :aws_account, :region, :alarm_name, :title, :at, :topic_arn, :text, :answer)
     ON CONFLICT DO UPDATE SET title = excluded.title, at = excluded.at, topic_arn = excluded.topic_arn, text = excluded.text, answer = excluded.answer`,
  )
  const release = db.prepare<[number, string]>('DELETE FROM baseline_alarm WHERE integration_id = ? AND dedup_key = ?')
  // What was heard since is no matter of the baseline any more; nor is what a look that has not ended found.
  const waiting = db.prepare<[], StoredHeld>(
    `SELECT h.* FROM baseline_alarm h
     JOIN baseline b ON b.integration_id = h.integration_id AND b.aws_account = h.aws_account AND b.region = h.region
     JOIN integration i ON i.id = h.integration_id AND i.removed_at IS NULL
     WHERE h.answer IS NULL
       AND NOT EXISTS (SELECT 1 FROM watermark w WHERE w.integration_id = h.integration_id AND w.dedup_key = h.dedup_key AND w.at >= h.at)
     ORDER BY h.integration_id, h.at DESC`,
  )
  const answer = db.prepare<[string, number, string]>('UPDATE baseline_alarm SET answer = ? WHERE integration_id = ? AND dedup_key = ?')
  return {
    isChecked: (integrationId: number, key: string, effect: string, at: number): boolean =>
      checked.get(integrationId, key, at, effect) !== undefined,
    isClosed: (integrationId: number, key: string, at: number): boolean => closed.get(integrationId, key, at) !== undefined,
    isOnTimeline: (incidentId: string, at: number): boolean => opened.get(incidentId, at) !== undefined,
    /** The keys in ALARM, as far as was heard, that begin with this text: an alarm's contributors, or the alarms of a region. */
    keysInAlarm: (integrationId: number, prefix: string): string[] => keysInAlarm.all(integrationId, prefix, after(prefix)),
    baseline(integrationId: number, awsAccount: string, region: string): Baseline | null {
      const row = baseline.get(integrationId, awsAccount, region)
      return row === undefined ? null : { topics: JSON.parse(row.topics) as string[], at: row.at }
    },
    /** The time of the first look stays; its topics are those of the newest. */
    putBaseline: (integrationId: number, awsAccount: string, region: string, { topics, at }: Baseline): void =>
      void putBaseline.run(integrationId, awsAccount, region, JSON.stringify(topics), at),
    held(integrationId: number, key: string): HeldAlarm | null {
      const row = held.get(integrationId, key)
      return row === undefined ? null : heldFromStored(row)
    },
    heldKeys: (integrationId: number, prefix: string): string[] => heldKeys.all(integrationId, prefix, after(prefix)),
    hold: (row: HeldAlarm): void =>
      void hold.run({
        integration_id: row.integrationId,
        dedup_key: row.dedupKey,
        aws_account: row.awsAccount,
        region: row.region,
        alarm_name: row.alarmName,
        title: row.title,
        at: row.at,
        topic_arn: row.topicArn,
        text: row.text,
        answer: row.answer,
      }),
    release: (integrationId: number, key: string): boolean => release.run(integrationId, key).changes > 0,
    waiting: (): HeldAlarm[] => waiting.all().map(heldFromStored),
    answer: (integrationId: number, key: string, word: 'wait'): void => void answer.run(word, integrationId, key),
  }
}

/** The least text that is after all that begins with this one. Keys hold no such character. */
const after = (prefix: string): string => `${prefix}\u{10ffff}`

const heldFromStored = (row: StoredHeld): HeldAlarm => ({
  integrationId: row.integration_id,
  dedupKey: row.dedup_key,
  awsAccount: row.aws_account,
  region: row.region,
  alarmName: row.alarm_name,
  title: row.title,
  at: row.at,
  topicArn: row.topic_arn,
  text: row.text,
  answer: row.answer === 'wait' ? 'wait' : null,
})
