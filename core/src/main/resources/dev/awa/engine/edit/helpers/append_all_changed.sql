-- Appends the runs that take the place of some that were buried (awa.bury_runs), changed: as
-- awa.append_changed, for many of a lane. A row that can't be read makes it fail. Index:
-- ready_by_lane.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.append_all_changed(
  p_runs awa.meant_job[], p_lane awa.lanes, p_change awa.job_change
) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET jit = off AS $function$
DECLARE
  v_later boolean := coalesce(p_change.run_at > clock_timestamp(), false);
  v_keys  text[];
  v_lanes integer[];
  v_gen   bigint := awa.write_gen();
BEGIN
  SELECT array_agg(awa.as_object(e.ext) ->> 'ordering_key' ORDER BY r.ord)
  INTO v_keys
  FROM unnest(p_runs) WITH ORDINALITY AS r (job_id, state, slot, lane, run_no, xid, ord)
  JOIN awa.ready_entries e
    ON e.slot = r.slot AND e.lane = r.lane AND e.xid = r.xid AND e.job_id = r.job_id
       AND e.run_no = r.run_no;
  v_lanes := awa.lanes_after(array_fill(p_lane.lane, ARRAY[cardinality(v_keys)]), v_keys,
                             p_change);
  WITH changed AS MATERIALIZED (
    SELECT v_lanes[r.ord] AS lane, e.job_id, e.run_no + 1 AS run_no, e.attempt,
           coalesce(p_change.max_attempts, e.max_attempts) AS max_attempts, e.kind, e.args,
           awa.changed_ext(x.ext, p_change) AS ext, awa.created_at(x.ext, e.ready_at) AS created_at
    FROM unnest(p_runs) WITH ORDINALITY AS r (job_id, state, slot, lane, run_no, xid, ord)
    JOIN awa.ready_entries e
      ON e.slot = r.slot AND e.lane = r.lane AND e.xid = r.xid AND e.job_id = r.job_id
         AND e.run_no = r.run_no
    CROSS JOIN LATERAL awa.as_object(e.ext) AS x (ext)
    ORDER BY e.job_id
  ), next_runs AS (
    INSERT INTO awa.ready_entries (
      slot, lane, job_id, run_no, attempt, max_attempts, kind, args, ext)
    SELECT v_gen % 16, c.lane, c.job_id, c.run_no, c.attempt, c.max_attempts, c.kind, c.args,
           awa.ended_ext(c.ext, c.created_at, NULL, NULL, NULL)
    FROM changed c
    WHERE NOT v_later
  )
  INSERT INTO awa.deferred_jobs (
    job_id, run_at, created_at, lane, run_no, attempt, max_attempts, kind, args, ext)
  SELECT c.job_id, p_change.run_at, c.created_at, c.lane, c.run_no, c.attempt, c.max_attempts,
         c.kind, c.args, c.ext::json
  FROM changed c
  WHERE v_later;
  IF v_later THEN
    PERFORM awa.wake_promoter(p_change.run_at);
  ELSE
    PERFORM awa.refuse_pruned(v_gen);
    PERFORM awa.wake(coalesce(p_change.queue, p_lane.queue));
  END IF;
END
$function$;
