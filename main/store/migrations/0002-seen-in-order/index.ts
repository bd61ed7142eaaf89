/** MessageIds are random: a table in their order writes a page for each delivery. In the order of arrival, many share one; what finds them lies in memory. */
export const sql = `
CREATE TABLE seen_message_in_order (
  delivery_id INTEGER PRIMARY KEY,
  integration_id INTEGER NOT NULL,
  topic_arn TEXT NOT NULL,
  message_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  copies INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO seen_message_in_order (delivery_id, integration_id, topic_arn, message_id, at, copies)
  SELECT delivery_id, integration_id, topic_arn, message_id, at, copies FROM seen_message WHERE true ORDER BY delivery_id
  ON CONFLICT DO NOTHING;
DROP TABLE seen_message;
ALTER TABLE seen_message_in_order RENAME TO seen_message;
`
