-- Cancels waiting jobs of a queue and maybe a kind, from a place on. See awa.cancel_waiting_jobs.
-- For: operator.
SELECT cancelled, lane, xid::pg_catalog.text AS xid, job_id
FROM awa.cancel_waiting_jobs(?, ?, ?, ?::pg_catalog.text::pg_catalog.xid8, ?, ?, ?)
