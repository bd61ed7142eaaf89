export const sql = `
-- The deafness ledger: from when to when nothing could be heard, and why. One at most is not over.
CREATE TABLE deafness (
  id INTEGER PRIMARY KEY,
  rev INTEGER NOT NULL,
  began_at INTEGER NOT NULL,
  ended_at INTEGER,
  cause TEXT NOT NULL,
  said TEXT NOT NULL,
  incident_id TEXT REFERENCES incident (id),
  -- When AWS was asked afterwards what happened in it, and of how many alarms.
  asked_at INTEGER,
  asked_alarms INTEGER,
  -- The operator has seen what happened while nothing could be heard.
  dismissed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX deafness_not_over ON deafness ((ended_at IS NULL)) WHERE ended_at IS NULL;
CREATE INDEX deafness_ended ON deafness (ended_at);
CREATE INDEX deafness_unseen ON deafness (ended_at) WHERE dismissed_at IS NULL;

-- The desk's last sign of life, by which a start knows how long it was away.
CREATE TABLE sign_of_life (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at INTEGER NOT NULL
) STRICT;
`
