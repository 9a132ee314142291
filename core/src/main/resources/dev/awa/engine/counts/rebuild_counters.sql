-- Makes the counters of states anew, waiting so many milliseconds for locks. See
-- awa.rebuild_terminal_counters.
-- For: worker.
SELECT awa.rebuild_terminal_counters(pg_catalog.make_interval(secs => ?))
