-- Streams jobs into the ready log of one slot, named by the caller. The slot's number, the
-- transaction id and the time come from column defaults.
-- For: producer, operator, worker.
COPY awa.ready_entries_%d (lane, job_id, max_attempts, kind, args, ext) FROM STDIN (FORMAT binary)
