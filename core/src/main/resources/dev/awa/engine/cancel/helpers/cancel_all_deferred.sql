-- Cancels some jobs that wait for their time, whose rows the caller has locked, without what can't
-- be read of them. Answers how many. Index: primary keys.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.cancel_all_deferred(p_ids bigint[], p_reason text) RETURNS integer
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_cancelled integer;
  v_lost      bigint[]; -- those whose ext is lost
BEGIN
  WITH gone AS (
    DELETE FROM awa.deferred_jobs d WHERE d.job_id = ANY (p_ids) RETURNING d.*
  ), ended AS MATERIALIZED (
    SELECT g.job_id, g.created_at, g.lane, g.run_no, g.attempt, g.max_attempts, r.kind, r.args,
           awa.as_object(r.ext) AS carries
    FROM gone g
    CROSS JOIN LATERAL awa.read_job(g.kind, g.args, g.ext) AS r
  ), terminal AS ( -- as awa.keep_cancelled, in one statement: the triggers of the table note each
    INSERT INTO awa.finished_jobs (
      job_id, created_at, lane, run_no, attempt, max_attempts, state, reason, kind, args, ext)
    SELECT e.job_id, awa.created_at(e.carries, e.created_at), e.lane, e.run_no, e.attempt,
           e.max_attempts, 'cancelled', p_reason, e.kind, e.args,
           awa.without_waiting_key(e.carries)::json
    FROM ended e
  ), let_go AS (
    DELETE FROM awa.unique_keys u
    USING ended e
    WHERE u.unique_key = awa.key_of_cancelled(e.carries) AND u.job_id = e.job_id
  )
  SELECT count(*), array_agg(e.job_id) FILTER (WHERE e.carries ? 'unreadable_ext')
  INTO v_cancelled, v_lost
  FROM ended e;
  PERFORM awa.let_go_lost_keys(v_lost);
  RETURN v_cancelled;
END
$function$;
