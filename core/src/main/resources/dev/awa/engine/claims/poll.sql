-- Which stripes of the queues have work. See functions/poll.sql.
SELECT queue, stripe FROM awa.poll(?::pg_catalog.text[])
