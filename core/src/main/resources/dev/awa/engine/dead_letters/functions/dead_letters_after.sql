-- The ids of dead letters that a filter means (awa.read_filter), oldest first: up to p_limit, after
-- a lane and id (the first time: zeros), and the lane and id from which to go on; without a lane
-- when it came to the end. Of a queue they come lane by lane. Looks at no more than 5000, so an
-- answer may be empty and yet not the end. Locks nothing. Refuses a filter that nothing could match
-- with AW001. Index: the primary key; dead_letters_by_lane.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.dead_letters_after(
  p_filter jsonb, p_lane integer, p_job_id bigint, p_limit integer
) RETURNS TABLE (job_ids bigint[], lane integer, job_id bigint)
LANGUAGE plpgsql STABLE ROWS 1
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
#variable_conflict use_column
DECLARE
  v_filter awa.job_filter := awa.read_filter(p_filter);
  v_lane   integer;
  v_some   awa.some_letters;
BEGIN
  PERFORM awa.check_number('limit', p_limit, 10000);
  job_ids := '{}';
  FOR v_lane IN
    SELECT l.lane FROM awa.lanes l WHERE l.queue = v_filter.queue AND l.lane >= p_lane
    UNION ALL
    SELECT 0 WHERE v_filter.queue IS NULL
    ORDER BY 1 LOOP
    v_some := awa.some_dead_letters(v_filter,
                                    CASE WHEN v_filter.queue IS NOT NULL THEN v_lane END,
                                    CASE WHEN v_lane = p_lane THEN p_job_id ELSE 0 END,
                                    p_limit - cardinality(job_ids));
    job_ids := job_ids || v_some.job_ids;
    IF v_some.next IS NOT NULL THEN
      lane := v_lane;
      job_id := v_some.next;
      EXIT;
    END IF;
  END LOOP;
  RETURN NEXT;
END
$function$;
