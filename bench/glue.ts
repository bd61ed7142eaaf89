import { existsSync, readFileSync } from 'node:fs'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import Database from 'better-sqlite3'
import express from 'express'
import MessageValidator from 'sns-validator'

/**
 * The baseline: what somebody writes in an afternoon to take alarms from SNS into a database. Express, the validator of
 * AWS's own examples, and one transaction a request, as safe as the product's (WAL, a sync for each commit).
 * A process of its own: `node bench/glue.ts FOLDER`, the folder holding the signer's certificate as `certificate.pem`.
 * It prints its port when it listens.
 */
const [folder = ''] = process.argv.slice(2)
const certificate = readFileSync(join(folder, 'certificate.pem'), 'utf8')

// The validator fetches the certificate once, from AWS, and checks each signature against it. Here it hears our signer's.
https.get = ((_url: unknown, heard: (response: Readable & { statusCode: number }) => void) => {
  const response = Object.assign(Readable.from([Buffer.from(certificate)]), { statusCode: 200 })
  setImmediate(() => heard(response))
  return { on: () => undefined }
}) as unknown as typeof https.get

const file = join(folder, 'glue.db')
const isNew = !existsSync(file)
const db = new Database(file)
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
if (isNew) {
  db.exec(`
    CREATE TABLE delivery (id INTEGER PRIMARY KEY, message_id TEXT UNIQUE, received_at INTEGER, topic_arn TEXT, subject TEXT, body TEXT);
    CREATE TABLE incident (alarm TEXT PRIMARY KEY, state TEXT, since TEXT, reason TEXT, count INTEGER);
  `)
}
const insert = db.prepare('INSERT OR IGNORE INTO delivery (message_id, received_at, topic_arn, subject, body) VALUES (?, ?, ?, ?, ?)')
const upsert = db.prepare(
  `INSERT INTO incident (alarm, state, since, reason, count) VALUES (?, ?, ?, ?, 1)
   ON CONFLICT (alarm) DO UPDATE SET state = excluded.state, since = excluded.since, reason = excluded.reason, count = count + 1`,
)
interface Taken {
  MessageId: string
  TopicArn: string
  Subject?: string
  Message: string
}
interface Alarm {
  AlarmName: string
  NewStateValue: string
  StateChangeTime: string
  NewStateReason: string
}
const take = db.transaction((message: Taken, body: string) => {
  const alarm = JSON.parse(message.Message) as Alarm
  insert.run(message.MessageId, Date.now(), message.TopicArn, message.Subject ?? null, body)
  upsert.run(alarm.AlarmName, alarm.NewStateValue, alarm.StateChangeTime, alarm.NewStateReason)
})

const validator = new MessageValidator()
const app = express()
app.post('/in/alarms', express.text({ type: () => true, limit: '2mb' }), (request, response) => {
  const body = request.body as string
  validator.validate(body, (error, message) => {
    if (error !== null) return void response.sendStatus(403)
    take(message as unknown as Taken, body)
    response.sendStatus(200)
  })
})
const server = app.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`))
process.once('SIGTERM', () => process.exit(0))
