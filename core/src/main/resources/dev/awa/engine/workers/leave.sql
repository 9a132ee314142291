-- The worker has closed or released everything and leaves, its beats with it; not when it was declared dead: then it is
-- rescued first.
DELETE FROM awa.workers WHERE id = ? AND dead_since IS NULL
