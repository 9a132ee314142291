-- Which stripes of the queues have work. See awa.poll.
-- For: worker.
SELECT queue, stripe FROM awa.poll(?::pg_catalog.text[])
