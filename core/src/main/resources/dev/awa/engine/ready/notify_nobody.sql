-- Nobody is told of what this transaction enqueues from here on. The setting ends with the
-- transaction; awa.wake reads it.
-- For: producer, operator, worker.
SELECT pg_catalog.set_config('awa' OPERATOR(pg_catalog.||) '.notify', 'off', true)
