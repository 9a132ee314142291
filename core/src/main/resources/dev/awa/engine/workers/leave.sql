-- The worker has closed or released everything and leaves.
DELETE FROM awa.workers WHERE id = ? AND state = 'alive'
