-- Writes every unfinished run anew under transaction ids of this cluster, because ids mean nothing
-- in another: after the data was dumped and restored. Waiting runs keep their place, open ones
-- their place and number of attempts, under the next run_no: the worker that had them is gone and
-- nothing is known of them. Cursors begin anew, with their counts; closures are folded; the
-- counters of states are made anew, because a restore of the data alone runs their triggers;
-- workers are forgotten. History of completed jobs ends, but for its counts and for what handlers
-- printed.
--
-- The sequences are set by what the rows say: logical replication brings none.
--
-- Refuses with AW006 while a worker has beaten within its lease, with 55000 data that still comes
-- or holds what was emptied where it came from (awa.refuse_flawed_copy), with 55P03 when it can't
-- have the locks, with 42501 when the role may make no temporary tables, before anything is locked.
-- One transaction: when it fails nothing has changed, and it may be called again, also on data that
-- does not need it.
--
-- Lock order: claims, ready, closures, tombstones, outputs, then the rest, each against everybody.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.rebase() RETURNS TABLE (waiting bigint, was_open bigint)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off
SET lock_timeout = '10s' AS $function$
#variable_conflict use_column
DECLARE
  v_xids xid8[];
  v_slot smallint;
BEGIN
  PERFORM awa.require_read_committed('a rebase');
  IF NOT has_database_privilege(current_database(), 'TEMPORARY') THEN
    RAISE EXCEPTION 'a rebase makes temporary tables, which role "%" may not in the database "%"',
      current_user, current_database()
      USING ERRCODE = 'insufficient_privilege',
            HINT = format('The owner of the database can allow it: '
                          'GRANT TEMPORARY ON DATABASE %I TO %I',
                          current_database(), current_user);
  END IF;
  PERFORM awa.refuse_living_workers();
  PERFORM awa.lock_logs();
  PERFORM awa.refuse_living_workers(); -- one may have come before the locks
  PERFORM awa.refuse_flawed_copy();
  v_xids := awa.own_xids(awa.collect_unfinished());
  DROP TABLE IF EXISTS pg_temp.awa_outputs;
  CREATE TEMP TABLE awa_outputs ON COMMIT DROP AS SELECT * FROM awa.attempt_outputs;
  PERFORM awa.fold_logs();

  v_slot := awa.current_slot();
  INSERT INTO awa.ready_entries (
    slot, xid, job_id, ready_at, lane, run_no, attempt, max_attempts, kind, args, ext)
  SELECT v_slot, v_xids[u.xid_no], u.job_id, u.ready_at, u.lane, u.run_no, u.attempt,
         u.max_attempts, u.kind, u.args, u.ext
  FROM pg_temp.awa_unfinished u
  ORDER BY u.lane, u.xid_no, u.job_id;
  INSERT INTO awa.attempt_outputs (
    slot, job_id, recorded_at, run_no, seq, attempt, percent, message, output, log)
  SELECT v_slot, o.job_id, o.recorded_at, o.run_no, o.seq, o.attempt, o.percent, o.message,
         o.output, o.log
  FROM pg_temp.awa_outputs o;

  PERFORM awa.rebuild_terminal_counters('10s');
  DELETE FROM awa.beats;
  DELETE FROM awa.workers;
  DELETE FROM awa.sleepers;
  UPDATE awa.lanes SET xid = pg_current_xact_id(), retired_at = NULL;
  UPDATE awa.ring SET since = NULL WHERE since IS NOT NULL; -- ids of the other cluster
  UPDATE awa.leadership SET term = term + 1, worker_id = 0, expires_at = '-infinity';
  UPDATE awa.storage_state
  SET xid_high_water = greatest(pg_snapshot_xmax(pg_current_snapshot()),
                                v_xids[cardinality(v_xids)]);

  PERFORM awa.set_sequences();

  RETURN QUERY
    SELECT count(*) FILTER (WHERE NOT u.was_open), count(*) FILTER (WHERE u.was_open)
    FROM pg_temp.awa_unfinished u;
END
$function$;
