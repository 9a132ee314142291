-- Makes the counters of states anew, waiting so many milliseconds for locks. See functions/rebuild_terminal_counters.sql.
SELECT awa.rebuild_terminal_counters(pg_catalog.make_interval(secs => ?))
