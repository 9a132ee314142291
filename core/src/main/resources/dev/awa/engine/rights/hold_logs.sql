-- Keeps the logs from being truncated until the transaction ends. A GRANT and a TRUNCATE write the
-- same row of pg_class: at the same time one of them fails (XX000), or both wait (40P01).
-- For: migrator.
LOCK TABLE awa.claims, awa.ready_entries, awa.closures, awa.ready_tombstones, awa.attempt_outputs,
           awa.state_changes, awa.timing_sums, awa.timings, awa.depths IN ACCESS SHARE MODE
