-- A page of failed or cancelled jobs by their end: see awa.list_ended. Looks at the next few from
-- the place on, more each time until the page is full. Where the filter bounds when they finished,
-- the page begins and ends there.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.page_of_ended(
  p_filter awa.job_filter, p_up boolean, p_time timestamptz, p_id bigint, p_limit integer
) RETURNS TABLE (job awa.jobs, next_time timestamptz, next_id bigint)
LANGUAGE plpgsql STABLE ROWS 50
SET plan_cache_mode = force_generic_plan SET jit = off AS $function$
DECLARE
  c_most   CONSTANT integer := 10000; -- after so many jobs that were looked at the page ends
  v_lanes  integer[] := CASE WHEN p_filter.queue IS NOT NULL THEN ARRAY(
    SELECT l.lane
    FROM awa.lanes l
    WHERE l.queue = p_filter.queue
      AND l.priority = coalesce(p_filter.priority, l.priority)) END;
  v_dead   boolean := p_filter.state = 'failed';
  v_others boolean := p_filter.dead_letter IS NOT TRUE;
  v_some   integer := p_limit + 1;
  v_looked integer := 0;
  v_left   integer := p_limit;
  v_found  awa.ended_job[];
  v_one    awa.ended_job;
  v_is_end boolean := false;
  v_at     awa.ended_job := ROW(p_time, p_id); -- the last that was looked at
BEGIN
  IF p_up THEN
    IF p_filter.finished_after >= p_time THEN
      v_at := ROW(p_filter.finished_after, 9223372036854775807);
    END IF;
  ELSIF p_time IS NULL OR p_filter.finished_before <= p_time THEN
    v_at := ROW(coalesce(p_filter.finished_before, 'infinity'), 0);
  END IF;
  WHILE v_left > 0 AND v_looked < c_most AND NOT v_is_end LOOP
    v_found := CASE WHEN p_up
      THEN ARRAY(SELECT e FROM awa.ended_after(v_dead, v_others, v_lanes, p_filter.kind,
                                               v_at.finished_at, v_at.job_id, v_some) AS e)
      ELSE ARRAY(SELECT e FROM awa.ended_before(v_dead, v_others, v_lanes, p_filter.kind,
                                                v_at.finished_at, v_at.job_id, v_some) AS e) END;
    v_is_end := cardinality(v_found) < v_some;
    FOREACH v_one IN ARRAY v_found LOOP
      IF v_left = 0 OR v_one.finished_at <= p_filter.finished_after AND NOT p_up
         OR v_one.finished_at >= p_filter.finished_before AND p_up THEN
        v_is_end := v_left > 0;
        EXIT;
      END IF;
      v_at := v_one;
      v_looked := v_looked + 1;
      SELECT o.* INTO job FROM awa.job_outside_logs(v_one.job_id) AS o;
      IF job.id IS NOT NULL AND awa.matches(p_filter, job) THEN
        v_left := v_left - 1;
        RETURN NEXT;
      END IF;
    END LOOP;
    -- the last of all filled the page
    v_is_end := v_is_end AND (v_left > 0 OR v_at = v_found[cardinality(v_found)]);
    v_some := least(v_some * 4, 5000);
  END LOOP;
  job := NULL;
  IF NOT v_is_end THEN
    next_time := v_at.finished_at;
    next_id := v_at.job_id;
  END IF;
  RETURN NEXT;
END
$function$;
