-- The clerk's ten minutes: until when he may take back what he entered; null afterwards, as for the
-- reporter's own undo_until_ms, so that no time of day stays with a report.
ALTER TABLE report ADD COLUMN entry_undo_until_ms @INT@;
CREATE INDEX report_entry_undo ON report (entry_undo_until_ms)
 WHERE entry_undo_until_ms IS NOT NULL;
