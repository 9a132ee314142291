-- Which stripes of the queues have work. See awa.poll.
SELECT queue, stripe FROM awa.poll(?::pg_catalog.text[])
