-- Cancels up to p_limit jobs that wait for their time, of a queue and, when it is given, a kind, in
-- one state, with a lane and id after the given ones (the first time: zeros). Looks at no more than
-- so many. Rows that somebody has locked are passed over: they are being promoted, or replaced.
-- Answers how many were cancelled, and the lane and id from which to go on; without a lane when it
-- came to the end. Refuses as awa.require_own_transaction does. Index: deferred_by_lane.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.cancel_deferred_jobs(
  p_queue text, p_kind text, p_state text, p_lane integer, p_job_id bigint, p_limit integer,
  p_reason text
) RETURNS TABLE (cancelled integer, lane integer, job_id bigint)
LANGUAGE plpgsql VOLATILE ROWS 1
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
SET lock_timeout = '2s' AS $function$
#variable_conflict use_column
DECLARE
  c_looks CONSTANT integer := 5000;
  v_lane  integer;
  v_found bigint[]; -- those that were looked at
  v_ids   bigint[]; -- those that are meant
BEGIN
  PERFORM awa.require_own_transaction('a cancellation');
  cancelled := 0;
  FOR v_lane IN
    SELECT l.lane
    FROM awa.lanes l
    WHERE l.queue = p_queue AND l.lane >= p_lane
    ORDER BY l.lane LOOP
    SELECT coalesce(array_agg(d.job_id ORDER BY d.job_id), '{}'),
           coalesce(array_agg(d.job_id ORDER BY d.job_id) FILTER (WHERE p_kind IS NULL
                                                                  OR d.kind = p_kind), '{}')
    INTO v_found, v_ids
    FROM (SELECT x.job_id, x.kind
          FROM awa.deferred_jobs x
          WHERE x.lane = v_lane AND x.state = p_state
            AND x.job_id > CASE WHEN v_lane = p_lane THEN p_job_id ELSE 0 END
          ORDER BY x.job_id
          LIMIT c_looks) AS d;
    IF cardinality(v_ids) > p_limit - cancelled THEN
      v_ids := v_ids[1 : p_limit - cancelled];
      v_found := v_ids;
      lane := v_lane;
    ELSIF cardinality(v_found) = c_looks THEN
      lane := v_lane;
    END IF;
    cancelled := cancelled + awa.cancel_all_deferred(
      ARRAY(SELECT x.job_id
            FROM awa.deferred_jobs x
            WHERE x.job_id = ANY (v_ids) FOR UPDATE SKIP LOCKED), p_reason);
    job_id := v_found[cardinality(v_found)];
    EXIT WHEN lane IS NOT NULL;
  END LOOP;
  RETURN NEXT;
END
$function$;
