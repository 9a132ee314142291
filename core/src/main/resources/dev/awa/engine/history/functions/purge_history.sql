-- Deletes up to p_limit cancelled and failed jobs, and as many dead letters, that have been kept
-- for their time, and lets go of the unique keys that they still hold. Answers how many. Index:
-- finished_by_time, dead_letters_by_time.
CREATE OR REPLACE FUNCTION awa.purge_history(p_leader bigint, p_term bigint, p_limit integer)
RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_state awa.storage_state;
  v_gone  bigint;
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_term);
  SELECT * INTO v_state FROM awa.storage_state;
  WITH old_terminal AS (
    SELECT t.job_id FROM awa.finished_jobs t
    WHERE t.finished_at < clock_timestamp() - v_state.keep_failed
    ORDER BY t.finished_at
    LIMIT p_limit
    FOR UPDATE SKIP LOCKED
  ), old_dead AS (
    SELECT d.job_id FROM awa.dead_letters d
    WHERE d.finished_at < clock_timestamp() - v_state.keep_dead_letters
    ORDER BY d.finished_at
    LIMIT p_limit
    FOR UPDATE SKIP LOCKED
  ), gone AS (
    DELETE FROM awa.finished_jobs t
    USING old_terminal o
    WHERE t.job_id = o.job_id
    RETURNING t.job_id, t.ext
  ), gone_dead AS (
    DELETE FROM awa.dead_letters d
    USING old_dead o
    WHERE d.job_id = o.job_id
    RETURNING d.job_id, d.ext
  ), every AS (
    SELECT * FROM gone UNION ALL SELECT * FROM gone_dead
  ), let_go AS (
    DELETE FROM awa.unique_keys u
    USING (SELECT e.job_id, awa.as_object(e.ext) -> 'unique' ->> 'key' AS key FROM every e) AS k
    WHERE u.unique_key = CASE WHEN k.key ~ '^([0-9a-f]{2})+$' THEN decode(k.key, 'hex') END
      AND u.job_id = k.job_id
  )
  SELECT count(*) INTO v_gone FROM every;
  RETURN v_gone;
END
$function$;
