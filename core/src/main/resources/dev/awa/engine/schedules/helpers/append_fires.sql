-- Enqueues the jobs of fires, as their schedules say, in order. A schedule that lets no two jobs
-- overlap holds a unique key as long as one has not ended; then the verdict is duplicate, with the
-- job that holds the key.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.append_fires(p_fires awa.schedule_fire[])
RETURNS TABLE (schedule text, planned_at timestamptz, overlap text, job_id bigint, verdict text)
LANGUAGE plpgsql VOLATILE ROWS 100 AS $function$
#variable_conflict use_column
DECLARE
  v_jobs record;
BEGIN
  SELECT array_agg(s.queue ORDER BY f.ord) AS queues,
         array_agg(s.priority ORDER BY f.ord) AS priorities,
         array_agg(s.ordering_key ORDER BY f.ord) AS keys,
         array_agg(s.kind ORDER BY f.ord) AS kinds,
         array_agg(s.args ORDER BY f.ord) AS args,
         array_agg(awa.fire_ext(s.ext, f.facts) ORDER BY f.ord) AS exts,
         array_agg(s.max_attempts ORDER BY f.ord) AS max_attempts,
         array_agg(f.run_at ORDER BY f.ord) AS run_ats,
         array_agg(NULL::bigint) AS delays,
         array_agg(CASE WHEN s.overlap <> 'allow'
                        THEN jsonb_build_object('key', 'schedule ' || s.name) END
                   ORDER BY f.ord) AS uniques,
         array_agg(s.overlap ORDER BY f.ord) AS overlaps
  INTO v_jobs
  FROM unnest(p_fires) WITH ORDINALITY AS f (schedule, planned_at, facts, run_at, ord)
  JOIN awa.schedules s ON s.name = f.schedule;
  IF v_jobs.kinds IS NULL THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT p_fires[a.ordinal].schedule, p_fires[a.ordinal].planned_at, v_jobs.overlaps[a.ordinal],
           a.job_id, a.verdict
    FROM awa.append(v_jobs.queues, v_jobs.priorities, v_jobs.keys, v_jobs.kinds, v_jobs.args,
                    v_jobs.exts, v_jobs.max_attempts, v_jobs.run_ats, v_jobs.delays,
                    v_jobs.uniques) AS a;
END
$function$;
