-- Gives up the lead, so that another worker need not wait for it to run out, and tells all: who
-- does not lead asks rarely. Where the notification queue is half full nobody is told, and the lead
-- is taken when it would have run out.
-- For: worker.
UPDATE awa.leadership SET expires_at = '-infinity'
WHERE worker_id OPERATOR(pg_catalog.=) ?
RETURNING CASE WHEN pg_catalog.pg_notification_queue_usage() OPERATOR(pg_catalog.<) 0.5
               THEN pg_catalog.pg_notify(awa.channel(), 'resigned')::pg_catalog.text END
