-- Cancels waiting jobs of a queue and maybe a kind, from a place on. See functions/cancel_waiting_jobs.sql.
SELECT cancelled, lane, xid::pg_catalog.text, job_id FROM awa.cancel_waiting_jobs(?, ?, ?, ?::pg_catalog.text::pg_catalog.xid8, ?, ?, ?)
