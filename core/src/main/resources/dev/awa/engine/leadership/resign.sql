-- Gives up the lead, so that another worker need not wait for it to run out, and tells all: who does not lead asks rarely. Where
-- the notification queue is half full nobody is told, and the lead is taken when it would have run out.
UPDATE awa.leadership SET expires_at = '-infinity'
WHERE worker_id = ?
RETURNING CASE WHEN pg_notification_queue_usage() < 0.5 THEN pg_notify(awa.channel(), 'resigned')::text END
