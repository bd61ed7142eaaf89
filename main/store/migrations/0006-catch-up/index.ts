export const sql = `
-- How far catch-up is in each region of each connected account. A step that was begun goes on where it was.
CREATE TABLE catch_up (
  account_id INTEGER NOT NULL REFERENCES account (id),
  region TEXT NOT NULL,
  -- Null: nothing is under way.
  step TEXT,
  token TEXT,
  page INTEGER NOT NULL,
  began_at INTEGER,
  -- The integrations of this round with their topics, as they were when it began.
  scopes TEXT NOT NULL CHECK (json_valid(scopes)),
  -- From here on history is to be read.
  history_from INTEGER,
  done_at INTEGER,
  due_at INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  -- What could not be seen, as sentences.
  unseen TEXT NOT NULL CHECK (json_valid(unseen)),
  said TEXT,
  PRIMARY KEY (account_id, region)
) STRICT, WITHOUT ROWID;

-- An integration's first look at a region of an AWS account (its number): by these topics nothing that was in ALARM before counts as news.
CREATE TABLE baseline (
  integration_id INTEGER NOT NULL REFERENCES integration (id),
  aws_account TEXT NOT NULL,
  region TEXT NOT NULL,
  topics TEXT NOT NULL CHECK (json_valid(topics)),
  at INTEGER NOT NULL,
  PRIMARY KEY (integration_id, aws_account, region)
) STRICT, WITHOUT ROWID;

-- What was in ALARM already at that look, until it changes or is opened. answer: null (not yet asked) or 'wait'.
CREATE TABLE baseline_alarm (
  integration_id INTEGER NOT NULL REFERENCES integration (id),
  dedup_key TEXT NOT NULL,
  aws_account TEXT NOT NULL,
  region TEXT NOT NULL,
  alarm_name TEXT,
  title TEXT NOT NULL,
  at INTEGER NOT NULL,
  topic_arn TEXT,
  text TEXT NOT NULL,
  answer TEXT,
  PRIMARY KEY (integration_id, dedup_key)
) STRICT, WITHOUT ROWID;

-- What catch-up has recorded, so that its message, should it still come, is not one more.
CREATE INDEX delivery_checked ON delivery (integration_id, dedup_key, alarm_at, effect) WHERE source = 'check';
`
