-- Whether a job is one that a filter means.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.matches(p_filter awa.job_filter, p_job awa.jobs) RETURNS boolean
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET enable_seqscan = off
SET jit = off AS $function$
BEGIN
  RETURN p_job.state = coalesce(p_filter.state, p_job.state)
    AND p_job.queue = coalesce(p_filter.queue, p_job.queue)
    AND p_job.kind = coalesce(p_filter.kind, p_job.kind)
    AND p_job.priority = coalesce(p_filter.priority, p_job.priority)
    AND (p_filter.ids IS NULL OR p_job.id = ANY (p_filter.ids))
    AND (p_filter.reason IS NULL OR p_job.reason IS NOT DISTINCT FROM p_filter.reason)
    AND (p_filter.created_after IS NULL OR p_job.created_at > p_filter.created_after)
    AND (p_filter.created_before IS NULL OR p_job.created_at < p_filter.created_before)
    AND (p_filter.finished_after IS NULL
         OR coalesce(p_job.finished_at > p_filter.finished_after, false))
    AND (p_filter.finished_before IS NULL
         OR coalesce(p_job.finished_at < p_filter.finished_before, false))
    AND p_job.dead_letter = coalesce(p_filter.dead_letter, p_job.dead_letter)
    AND awa.carries(p_filter, p_job.args, p_job.ext);
END
$function$;
