-- A page of the jobs that a filter names by their ids: see awa.list_jobs. Each is looked up by
-- itself, so it may be anywhere. Index: see awa.job_as_of_now.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.page_of_ids(
  p_filter awa.job_filter, p_older bigint, p_newer bigint, p_limit integer
) RETURNS TABLE (job awa.jobs, next bigint)
LANGUAGE plpgsql STABLE ROWS 50
SET plan_cache_mode = force_generic_plan SET jit = off AS $function$
DECLARE
  v_sign integer := CASE WHEN p_newer IS NULL THEN -1 ELSE 1 END;
  v_left integer := p_limit;
  v_id   bigint;
BEGIN
  FOR v_id IN
    SELECT DISTINCT i * v_sign
    FROM unnest(p_filter.ids) AS i
    WHERE i < coalesce(p_older, i + 1) AND i > coalesce(p_newer, i - 1)
    ORDER BY 1 LOOP
    IF v_left = 0 THEN
      next := v_id * v_sign - v_sign;
      EXIT;
    END IF;
    SELECT j.* INTO job FROM awa.job_as_of_now(v_id * v_sign) AS j;
    IF job.id IS NOT NULL AND awa.matches(p_filter, job) THEN
      v_left := v_left - 1;
      RETURN NEXT;
    END IF;
  END LOOP;
  job := NULL;
  RETURN NEXT;
END
$function$;
