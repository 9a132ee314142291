-- Nobody is told of what this transaction enqueues from here on. The setting ends with the
-- transaction; awa.wake reads it.
SELECT pg_catalog.set_config('awa' OPERATOR(pg_catalog.||) '.notify', 'off', true)
