-- Tells sleeping workers of the queues that there is work. See functions/wake.sql.
SELECT awa.wake(VARIADIC ?::pg_catalog.text[])
