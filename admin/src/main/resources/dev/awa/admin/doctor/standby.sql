-- Whether this is a standby, what replays have cancelled on it, and which standbys follow it.
-- in_step: null where the role does not see it.
SELECT pg_is_in_recovery() AS is_standby, current_setting('synchronous_standby_names') AS names,
  (SELECT coalesce(sum(c.confl_snapshot + c.confl_lock + c.confl_bufferpin + c.confl_deadlock), 0)
   FROM pg_stat_database_conflicts c WHERE c.datname = current_database()) AS conflicts,
  (SELECT CASE WHEN bool_or(r.sync_state IS NULL) THEN NULL
               ELSE count(*) FILTER (WHERE r.sync_state IN ('sync', 'quorum')) END
   FROM pg_stat_replication r) AS in_step,
  (SELECT extract(epoch FROM max(r.replay_lag)) FROM pg_stat_replication r) AS behind
