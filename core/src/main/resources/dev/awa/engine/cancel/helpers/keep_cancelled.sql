-- Keeps a job among the cancelled ones and lets go of its unique key, unless it is held in that
-- state too.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.keep_cancelled(
  p_job_id bigint, p_lane integer, p_run_no integer, p_attempt smallint, p_max_attempts smallint,
  p_kind text, p_args json, p_ext jsonb, p_created_at timestamptz, p_reason text
) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  INSERT INTO awa.finished_jobs (
    job_id, created_at, lane, run_no, attempt, max_attempts, state, reason, kind, args, ext)
  VALUES (p_job_id, awa.created_at(p_ext, p_created_at), p_lane, p_run_no, p_attempt,
          p_max_attempts, 'cancelled', p_reason, p_kind, p_args,
          awa.without_waiting_key(p_ext)::json);
  DELETE FROM awa.unique_keys u
  WHERE u.unique_key = awa.key_of_cancelled(p_ext) AND u.job_id = p_job_id;
  IF p_ext ? 'unreadable_ext' THEN
    PERFORM awa.let_go_lost_keys(ARRAY[p_job_id]);
  END IF;
END
$function$;
