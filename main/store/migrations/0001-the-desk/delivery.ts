export const delivery = `
-- The inbound log. The id is the order of arrival, so that newest first is the primary key backwards.
CREATE TABLE delivery (
  id INTEGER PRIMARY KEY,
  rev INTEGER NOT NULL,
  integration_id INTEGER NOT NULL REFERENCES integration (id),
  source TEXT NOT NULL,
  practice INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  took_us INTEGER NOT NULL,
  type TEXT,
  message_id TEXT,
  topic_arn TEXT,
  subject TEXT,
  disposition TEXT NOT NULL,
  reason TEXT,
  incident_id TEXT REFERENCES incident (id),
  -- Set where the event was mapped to open or close: its dedup key and the time that orders it.
  effect TEXT,
  dedup_key TEXT,
  alarm_at INTEGER,
  -- What the list shows of the alarm event; the rest is read from the body again.
  alarm TEXT,
  -- Of a repeated message: the delivery that took it first, which keeps the body.
  first_id INTEGER REFERENCES delivery (id),
  -- How many deliveries this row stands for.
  count INTEGER NOT NULL DEFAULT 1,
  headers TEXT NOT NULL,
  body BLOB,
  -- The body holds a token, a key to the topic: it is sealed.
  body_sealed INTEGER NOT NULL DEFAULT 0,
  body_bytes INTEGER NOT NULL,
  trace TEXT NOT NULL
) STRICT;
CREATE INDEX delivery_incident ON delivery (incident_id, id) WHERE incident_id IS NOT NULL;
CREATE INDEX delivery_close ON delivery (integration_id, dedup_key, alarm_at) WHERE effect = 'close';
CREATE INDEX delivery_rejected ON delivery (integration_id, id) WHERE disposition = 'rejected';
CREATE INDEX delivery_repeat ON delivery (first_id, id) WHERE first_id IS NOT NULL;
CREATE INDEX delivery_of ON delivery (integration_id, received_at);

-- The MessageIds that an integration has taken of a topic: what makes a delivery a duplicate, across restarts.
CREATE TABLE seen_message (
  integration_id INTEGER NOT NULL,
  topic_arn TEXT NOT NULL,
  message_id TEXT NOT NULL,
  delivery_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  copies INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (integration_id, topic_arn, message_id)
) STRICT, WITHOUT ROWID;
`
