-- The worker has closed or released everything and leaves, its beats with it. Not when it was declared dead: then it is rescued
-- first. Not after a failover either: what it has closed may be open again, and in nobody's hands once it is forgotten; so it
-- stays, is silent, and is declared dead.
DELETE FROM awa.workers w
USING awa.beats b
WHERE w.id = ? AND w.dead_since IS NULL AND b.worker_id = w.id AND b.timeline = awa.timeline()
