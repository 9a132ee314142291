-- Deletes a job that has finished, and lets go of the unique key that it still holds: 'deleted',
-- 'not_finished' (it waits or runs: cancel it first), or 'unknown' (there is no such job, or its
-- history is no longer kept). Part of the caller's transaction.
--
-- Failed and cancelled jobs go as by awa.purge. A completed one lies in the logs, of which nothing
-- is deleted: its run gets a tombstone, behind the closure that was there before, so that nobody
-- finds the job any more, and its arguments go with their segment. Its claim and closure stay. So
-- counts are as exact as before, and what proves that a claim has nothing open is still there. The
-- claim log is locked before the snapshot is taken: see awa.cursor_of. Index: primary keys; see
-- awa.newest_run.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.delete_job(p_job_id bigint) RETURNS text
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET jit = off AS $function$
DECLARE
  v_state text;
  v_run   awa.ready_entries;
BEGIN
  IF awa.purge(VARIADIC ARRAY[p_job_id]) > 0 THEN
    RETURN 'deleted';
  END IF;
  v_state := (SELECT j.state FROM awa.find_job(p_job_id) AS j);
  IF v_state IS DISTINCT FROM 'completed' THEN
    RETURN CASE WHEN v_state IS NULL THEN 'unknown' ELSE 'not_finished' END;
  END IF;
  v_run := awa.newest_run(p_job_id);
  INSERT INTO awa.ready_tombstones (slot, lane, job_id, run_no)
  VALUES (v_run.slot, v_run.lane, v_run.job_id, v_run.run_no);
  DELETE FROM awa.unique_keys u
  WHERE u.unique_key = awa.key_of((awa.read_job(v_run.kind, v_run.args, v_run.ext)).ext)
    AND u.job_id = p_job_id;
  RETURN 'deleted';
END
$function$;
