-- Runs some failed and cancelled jobs again, for an operation: see awa.retry_changed.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.retry_meant(p_jobs awa.meant_job[], p_change jsonb)
RETURNS awa.treated
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_ids     bigint[] := awa.lock_kept_meant(p_jobs);
  v_treated awa.treated;
BEGIN
  SELECT count(*) FILTER (WHERE r.verdict = 'retried'),
         count(*) FILTER (WHERE r.verdict NOT IN ('retried', 'duplicate', 'unreadable')),
         count(*) FILTER (WHERE r.verdict = 'duplicate'),
         count(*) FILTER (WHERE r.verdict = 'unreadable'),
         ARRAY(SELECT j.job_id FROM unnest(p_jobs) AS j WHERE j.job_id <> ALL (v_ids)),
         coalesce(jsonb_agg(jsonb_build_object(
                    'job', r.job_id,
                    'verdict', CASE r.verdict WHEN 'unreadable' THEN 'failed' ELSE r.verdict END,
                    'why', CASE r.verdict WHEN 'unreadable' THEN 'a part of it could not be read'
                           ELSE format('job %s holds its unique key', r.holder) END))
                  FILTER (WHERE r.verdict IN ('duplicate', 'unreadable')), '[]')
  INTO v_treated
  FROM awa.retry_changed(v_ids, p_change) AS r;
  RETURN v_treated;
END
$function$;
