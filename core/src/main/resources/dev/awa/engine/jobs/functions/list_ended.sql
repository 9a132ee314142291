-- A page of the failed or cancelled jobs that a filter means (awa.read_filter), the one that
-- finished last first: up to most that finished before older_time or, next to it and first come
-- first, after newer_time; of those that finished at that very time the ones with a lower, or
-- higher, id. Then one row without a job, whose next_time and next_id are those of the next page,
-- NULL where nothing is left. Looks at no more than 10,000 jobs for a page, so one with fewer than
-- were asked for, or none, may have a next. The filter must have the state failed, cancelled or
-- dead_letter and no ids, else it is refused with AW001: when other jobs finished, no index knows.
-- Index: see awa.ended_before.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.list_ended(
  filter jsonb, older_time timestamptz DEFAULT NULL, older_id bigint DEFAULT NULL,
  newer_time timestamptz DEFAULT NULL, newer_id bigint DEFAULT NULL, most integer DEFAULT 20
) RETURNS TABLE (job awa.jobs, next_time timestamptz, next_id bigint)
LANGUAGE plpgsql STABLE ROWS 50
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET jit = off AS $function$
DECLARE
  v_filter awa.job_filter := awa.read_filter(filter);
BEGIN
  PERFORM awa.check_number('most', most, 10000);
  IF coalesce(v_filter.state NOT IN ('failed', 'cancelled'), true) OR v_filter.ids IS NOT NULL THEN
    PERFORM awa.refuse_job('state', v_filter.state, 'must be failed, cancelled or dead_letter, '
                           || 'without ids, for a list by the time of the end');
  END IF;
  RETURN QUERY
    SELECT *
    FROM awa.page_of_ended(v_filter, newer_time IS NOT NULL, coalesce(newer_time, older_time),
                           CASE WHEN newer_time IS NULL THEN older_id ELSE newer_id END, most);
END
$function$;
