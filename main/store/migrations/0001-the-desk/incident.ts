export const incident = `
-- The fold of each incident's timeline.
CREATE TABLE incident (
  id TEXT PRIMARY KEY,
  short_number INTEGER NOT NULL UNIQUE,
  rev INTEGER NOT NULL,
  integration_id INTEGER NOT NULL REFERENCES integration (id),
  practice INTEGER NOT NULL,
  dedup_key TEXT NOT NULL,
  problem_key TEXT NOT NULL,
  title TEXT NOT NULL,
  status TEXT NOT NULL,
  severity TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  acknowledged_at INTEGER,
  acknowledged_by TEXT,
  closed_at INTEGER,
  snoozed_until INTEGER,
  last_alarm_at INTEGER,
  alarm_name TEXT,
  account_id TEXT,
  region TEXT,
  resource TEXT,
  reason TEXT,
  appended_count INTEGER NOT NULL,
  reopened_count INTEGER NOT NULL,
  aws_in_alarm INTEGER NOT NULL,
  nothing_closes_it INTEGER NOT NULL,
  own_fault INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_key ON incident (integration_id, dedup_key, opened_at);
CREATE INDEX incident_live ON incident (short_number) WHERE status <> 'closed';
CREATE INDEX incident_closed ON incident (closed_at) WHERE closed_at IS NOT NULL;

-- The timeline: append-only.
CREATE TABLE incident_event (
  id INTEGER PRIMARY KEY,
  incident_id TEXT NOT NULL REFERENCES incident (id),
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  v INTEGER NOT NULL,
  actor TEXT NOT NULL,
  delivery_id INTEGER,
  data TEXT NOT NULL CHECK (json_valid(data))
) STRICT;
CREATE INDEX incident_event_of ON incident_event (incident_id, id);

-- One row for each dedup key of an integration; never pruned while that lives.
CREATE TABLE watermark (
  integration_id INTEGER NOT NULL REFERENCES integration (id),
  dedup_key TEXT NOT NULL,
  at INTEGER NOT NULL,
  state TEXT NOT NULL,
  incident_id TEXT REFERENCES incident (id),
  PRIMARY KEY (integration_id, dedup_key)
) STRICT, WITHOUT ROWID;
`
