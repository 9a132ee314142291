-- Takes the session lock of a worker, whose end then is noticed at once, and says so on its row.
UPDATE awa.workers SET holds_lock = pg_try_advisory_lock(- id) WHERE id = ? AND state = 'alive'
