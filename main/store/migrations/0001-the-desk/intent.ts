export const intent = `
-- This incident event is due for notification at this instant; decided when due.
CREATE TABLE intent (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  incident_id TEXT REFERENCES incident (id),
  event_id INTEGER,
  delivery_id INTEGER,
  due_at INTEGER NOT NULL,
  decided_at INTEGER
) STRICT;
CREATE INDEX intent_due ON intent (due_at) WHERE decided_at IS NULL;

-- The outbox: one message to one recipient by one channel.
CREATE TABLE notification (
  id INTEGER PRIMARY KEY,
  intent_id INTEGER NOT NULL REFERENCES intent (id),
  incident_id TEXT,
  event_id INTEGER,
  step INTEGER NOT NULL,
  recipient TEXT NOT NULL,
  channel TEXT NOT NULL,
  why TEXT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER,
  sent_at INTEGER,
  failed_at INTEGER,
  UNIQUE (intent_id, step, recipient, channel)
) STRICT;
CREATE INDEX notification_next ON notification (next_at) WHERE next_at IS NOT NULL;
`
