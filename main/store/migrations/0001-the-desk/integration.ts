export const integration = `
CREATE TABLE integration (
  id INTEGER PRIMARY KEY,
  rev INTEGER NOT NULL,
  name TEXT NOT NULL,
  template TEXT NOT NULL,
  practice INTEGER NOT NULL,
  trust TEXT NOT NULL CHECK (json_valid(trust)),
  confirm TEXT NOT NULL,
  topics TEXT NOT NULL CHECK (json_valid(topics)),
  max_age_seconds INTEGER NOT NULL,
  rules TEXT NOT NULL CHECK (json_valid(rules)),
  created_at INTEGER NOT NULL,
  removed_at INTEGER
) STRICT;

-- The secrets in an integration's URLs: a keyed hash to find it by, the secret itself sealed. After a rotation the old
-- one answers until it retires.
CREATE TABLE integration_secret (
  hash BLOB PRIMARY KEY,
  integration_id INTEGER NOT NULL REFERENCES integration (id),
  sealed BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  retires_at INTEGER,
  last_used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX integration_secret_of ON integration_secret (integration_id);
`
