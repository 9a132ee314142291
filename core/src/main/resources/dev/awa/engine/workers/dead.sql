-- The workers that were declared dead and are not rescued yet, the oldest first.
-- For: worker.
SELECT id, name FROM awa.workers WHERE dead_since IS NOT NULL ORDER BY dead_since
