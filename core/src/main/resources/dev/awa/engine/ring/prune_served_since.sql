-- The same as prune.sql for a session that a pooler lends, in one statement: a transaction left open between two would keep
-- everybody out for as long as the leader stands still. Prunes only if the server process was there before the generation
-- was found drained, on the same timeline: a crash of the database ends every process, so there was none since; a failover
-- does not end those of a replica. Told by the clock twice, in two ways, so that one that was set back does not deceive: the
-- process began before that moment, and is older than the time since then, which the leader measured, in milliseconds.
SELECT CASE WHEN a.backend_start < ?::timestamptz AND awa.timeline() = ?
             AND clock_timestamp() - a.backend_start > ? * interval '1 millisecond'
            THEN awa.prune(?, ?, ?, ?::pg_snapshot, ? * interval '1 millisecond')
            ELSE 'waiting' END
FROM pg_stat_get_activity(pg_backend_pid()) AS a
