export const subscription = `
-- A topic's subscription as its confirmation message brought it. The token is sealed: it is a key to the topic.
CREATE TABLE subscription (
  delivery_id INTEGER PRIMARY KEY REFERENCES delivery (id),
  integration_id INTEGER NOT NULL REFERENCES integration (id),
  topic_arn TEXT NOT NULL,
  state TEXT NOT NULL,
  since INTEGER NOT NULL,
  token BLOB,
  expires_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER,
  authenticated INTEGER,
  subscription_arn TEXT,
  reason TEXT
) STRICT;
CREATE INDEX subscription_of ON subscription (integration_id, topic_arn);
CREATE INDEX subscription_next ON subscription (next_at) WHERE next_at IS NOT NULL;
`
