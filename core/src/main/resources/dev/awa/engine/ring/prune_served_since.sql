-- The same as prune.sql for a session that a pooler lends, in one statement: a transaction left
-- open between two would keep everybody out for as long as the leader stands still. Prunes only if
-- the server process was there before the generation was found drained, on the same timeline: a
-- crash of the database ends every process, so there was none since; a failover does not end those
-- of a replica. Told by the clock twice, in two ways, so that one that was set back does not
-- deceive: the process began before that moment, and is older than the time since then, which the
-- leader measured.
-- For: worker.
SELECT CASE WHEN a.backend_start OPERATOR(pg_catalog.<) ?::pg_catalog.timestamptz
             AND awa.timeline() OPERATOR(pg_catalog.=) ?
             AND pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) a.backend_start
                 OPERATOR(pg_catalog.>) pg_catalog.make_interval(secs => ?)
            THEN awa.prune(?, ?, ?, ?::pg_catalog.pg_snapshot, pg_catalog.make_interval(secs => ?))
            ELSE 'waiting' END
FROM pg_catalog.pg_stat_get_activity(pg_catalog.pg_backend_pid()) AS a
