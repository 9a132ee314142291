-- Keeps a job among the cancelled ones and lets go of its unique key, unless it is held in that state too.
CREATE OR REPLACE FUNCTION awa.keep_cancelled(
  p_job_id bigint, p_lane integer, p_run_lease integer, p_attempt smallint, p_max_attempts smallint, p_kind text,
  p_args json, p_ext jsonb, p_created_at timestamptz, p_reason text
) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  INSERT INTO awa.terminal_jobs (job_id, created_at, lane, run_lease, attempt, max_attempts, state, reason, kind, args, ext)
  VALUES (p_job_id, awa.created_at(p_ext, p_created_at), p_lane, p_run_lease, p_attempt,
          p_max_attempts, 'cancelled', p_reason, p_kind, p_args, p_ext::json);
  DELETE FROM awa.unique_claims u
  WHERE u.unique_key = CASE WHEN p_ext -> 'unique' ->> 'key' ~ '^([0-9a-f]{2})+$'
                            THEN decode(p_ext -> 'unique' ->> 'key', 'hex') END AND u.job_id = p_job_id
    AND NOT p_ext -> 'unique' -> 'hold' ? 'cancelled';
END
$function$;
