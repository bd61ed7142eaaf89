import { createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import Database from 'better-sqlite3'

/**
 * What this machine can do at best: Node's bare HTTP server, the signature by a key that was parsed once, one row and one
 * upsert a delivery, all that wait together in one commit. It trusts everybody's topic, forgets every duplicate's sender,
 * decides nothing and shows nothing: no product, but a bound for one.
 * A process of its own: `node bench/limit.ts FOLDER`, the folder holding the signer's certificate as `certificate.pem`.
 */
const [folder = ''] = process.argv.slice(2)
const key = createPublicKey(readFileSync(join(folder, 'certificate.pem'), 'utf8'))
const db = new Database(join(folder, 'limit.db'))
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.pragma('wal_autocheckpoint = 4000')
db.exec(`
  CREATE TABLE delivery (id INTEGER PRIMARY KEY, message_id TEXT UNIQUE, received_at INTEGER, topic_arn TEXT, subject TEXT, body BLOB);
  CREATE TABLE incident (alarm TEXT PRIMARY KEY, state TEXT, since TEXT, reason TEXT, count INTEGER);
`)
const insert = db.prepare('INSERT OR IGNORE INTO delivery (message_id, received_at, topic_arn, subject, body) VALUES (?, ?, ?, ?, ?)')
const upsert = db.prepare(
  `INSERT INTO incident (alarm, state, since, reason, count) VALUES (?, ?, ?, ?, 1)
   ON CONFLICT (alarm) DO UPDATE SET state = excluded.state, since = excluded.since, reason = excluded.reason, count = count + 1`,
)

type Fields = Record<string, string>
let waiting: { envelope: Fields; alarm: Fields; body: Buffer; response: ServerResponse }[] = []

function commit(): void {
  const group = waiting
  waiting = []
  db.exec('BEGIN IMMEDIATE')
  for (const { envelope, alarm, body } of group) {
    insert.run(envelope.MessageId, Date.now(), envelope.TopicArn, envelope.Subject ?? null, body)
    upsert.run(alarm.AlarmName, alarm.NewStateValue, alarm.StateChangeTime, alarm.NewStateReason)
  }
  db.exec('COMMIT')
  for (const { response } of group) response.writeHead(200, { 'content-length': 2 }).end('OK')
}

function take(body: Buffer, response: ServerResponse): void {
  const envelope = JSON.parse(body.toString()) as Fields
  const signed = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
    .filter((name) => envelope[name] !== undefined)
    .map((name) => `${name}\n${envelope[name]}\n`)
    .join('')
  const digest = envelope.SignatureVersion === '1' ? 'sha1' : 'sha256'
  const holds = verify(digest, Buffer.from(signed), key, Buffer.from(envelope.Signature ?? '', 'base64'))
  if (!holds) return void response.writeHead(403, { 'content-length': 0 }).end()
  if (waiting.length === 0) setImmediate(commit)
  waiting.push({ envelope, alarm: JSON.parse(envelope.Message ?? '{}') as Fields, body, response })
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => take(Buffer.concat(chunks), response))
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`))
process.once('SIGTERM', () => process.exit(0))
