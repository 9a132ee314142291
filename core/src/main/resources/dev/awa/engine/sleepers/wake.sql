-- Tells sleeping workers of the queues that there is work. See awa.wake.
-- For: producer, operator, worker.
SELECT awa.wake(VARIADIC ?::pg_catalog.text[])
