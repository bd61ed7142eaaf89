export const sql = `
-- An AWS account that is connected, through one profile of the computer's (null: what it has without one). No key is kept.
CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  rev INTEGER NOT NULL,
  profile TEXT,
  account_id TEXT NOT NULL,
  partition TEXT NOT NULL,
  alias TEXT,
  caller_arn TEXT NOT NULL,
  regions TEXT NOT NULL CHECK (json_valid(regions)),
  created_at INTEGER NOT NULL,
  removed_at INTEGER
) STRICT;

-- A plan that the operator had applied in AWS: what was wished, and how far it came.
CREATE TABLE setup (
  id INTEGER PRIMARY KEY,
  rev INTEGER NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  integration_id INTEGER NOT NULL REFERENCES integration (id),
  region TEXT NOT NULL,
  wish TEXT NOT NULL CHECK (json_valid(wish)),
  state TEXT NOT NULL,
  said TEXT,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;

-- Its steps in their order. A step's intent is written before AWS is asked, with what was there before, by which it is undone.
CREATE TABLE setup_step (
  setup_id INTEGER NOT NULL REFERENCES setup (id),
  position INTEGER NOT NULL,
  step TEXT NOT NULL CHECK (json_valid(step)),
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  before TEXT CHECK (before IS NULL OR json_valid(before)),
  result TEXT CHECK (result IS NULL OR json_valid(result)),
  said TEXT,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (setup_id, position)
) STRICT, WITHOUT ROWID;

-- A confirmation that the desk itself asked AWS for: it is taken at once, once, until it is too late.
CREATE TABLE expected_confirmation (
  integration_id INTEGER NOT NULL REFERENCES integration (id),
  topic_arn TEXT NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (integration_id, topic_arn)
) STRICT, WITHOUT ROWID;
`
