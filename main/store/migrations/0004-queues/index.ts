export const sql = `
-- A queue of SQS's that is read for an integration: beside its URL, or instead of it.
CREATE TABLE queue (
  id INTEGER PRIMARY KEY,
  rev INTEGER NOT NULL,
  integration_id INTEGER NOT NULL REFERENCES integration (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  region TEXT NOT NULL,
  url TEXT NOT NULL,
  arn TEXT NOT NULL,
  kind TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  removed_at INTEGER,
  -- When SQS answered last, and when it had something.
  polled_at INTEGER,
  received_at INTEGER,
  -- Why it can't be read now.
  trouble TEXT CHECK (trouble IS NULL OR json_valid(trouble))
) STRICT;
CREATE UNIQUE INDEX queue_watched ON queue (integration_id, arn) WHERE removed_at IS NULL;
`
