-- Makes the counters of states anew by a scan of the tables that hold jobs outside of the logs, and
-- trusts them from now on. Keeps everybody from moving jobs there meanwhile; waits for each lock no
-- longer than p_patience (55P03), and then says who is in the way.
--
-- Lock order: claims (against a prune), then the tables, state_tally, the row of storage_state.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.rebuild_terminal_counters(p_patience interval) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_since timestamptz := clock_timestamp();
BEGIN
  PERFORM awa.require_read_committed('a rebuild of the counters');
  PERFORM set_config('lock_timeout', (extract(epoch FROM p_patience) * 1000)::integer::text, true);
  BEGIN
    LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE;
    LOCK TABLE awa.deferred_jobs, awa.finished_jobs, awa.dead_letters IN SHARE ROW EXCLUSIVE MODE;
  EXCEPTION WHEN lock_not_available THEN
    PERFORM awa.refuse_used('the tables of jobs are', concat_ws('; ',
      awa.users_of(ARRAY['awa.deferred_jobs', 'awa.finished_jobs', 'awa.dead_letters'],
                   '{AccessShareLock,RowShareLock}'),
      awa.users_of(ARRAY['awa.claims'], '{AccessShareLock,RowShareLock,RowExclusiveLock}')));
  END;
  LOCK TABLE awa.state_tally IN SHARE ROW EXCLUSIVE MODE; -- against a tally
  DELETE FROM awa.state_tally; -- it has passed nothing of what is added below
  DELETE FROM awa.state_counts;
  INSERT INTO awa.state_counts (lane, state, n)
  SELECT s.lane, s.state, sum(s.n)
  FROM (SELECT j.lane, j.state, 1 AS n FROM awa.states_outside_logs j
        UNION ALL
        SELECT c.lane, c.state, - c.n FROM awa.state_changes c) AS s
  GROUP BY s.lane, s.state;
  BEGIN
    UPDATE awa.storage_state SET counters_trusted_at = v_since;
  EXCEPTION WHEN lock_not_available THEN
    PERFORM awa.refuse_used('the row with the settings of the storage is',
      awa.users_of(ARRAY['awa.storage_state'], '{AccessShareLock}'));
  END;
  RETURN v_since;
END
$function$;
