-- Deletes finished jobs and dead letters, and lets go of the unique keys that they still hold.
-- Answers how many. Its caller has locked them.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.delete_kept(p_finished bigint[], p_dead bigint[]) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_gone bigint;
BEGIN
  WITH gone AS (
    DELETE FROM awa.finished_jobs t WHERE t.job_id = ANY (p_finished) RETURNING t.job_id, t.ext
  ), gone_dead AS (
    DELETE FROM awa.dead_letters d WHERE d.job_id = ANY (p_dead) RETURNING d.job_id, d.ext
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
