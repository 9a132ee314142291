-- The jobs that a filter means, in some states, with ids after p_after up to p_upto, lowest first:
-- those to be looked at next, p_limit at most, and of these the ones that are meant. Goes through
-- ranges of ids, as awa.page_of_jobs does: what a range holds is looked up in those places where
-- jobs of the states can be: of jobs that wait, the slots from the first that has any on, so no
-- history is gone through for them. After 50,000 rows, or twenty for each job that is asked for, a
-- page ends. Looks with the snapshot of its caller's statement, so a job that moves meanwhile is
-- found in one place. Index: see awa.runs_between, awa.others_between and awa.waiting_cursors.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.meant_jobs(
  p_filter awa.job_filter, p_states text[], p_after bigint, p_upto bigint, p_limit integer
) RETURNS awa.meant_page
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
DECLARE
  c_reads   CONSTANT bigint := greatest(50000, 20 * p_limit);
  c_few     CONSTANT bigint := 2000; -- a range with fewer rows makes the next one wider
  v_slots   awa.live_slots := awa.live_slots();
  v_states  text[] := CASE WHEN p_filter.state IS NULL THEN p_states
                           ELSE ARRAY[p_filter.state] END;
  v_lanes   integer[] := CASE WHEN p_filter.queue IS NOT NULL THEN ARRAY(
    SELECT l.lane
    FROM awa.lanes l
    WHERE l.queue = p_filter.queue
      AND l.priority = coalesce(p_filter.priority, l.priority)) END;
  v_cursors awa.lane_cursor[] := '{}'; -- of the lanes in which something may wait
  v_known   awa.found_job[];           -- all runs that can be meant, where they are few
  v_running bigint[] := '{}';
  v_by_id   awa.live_slots[];          -- where runs are read by id
  v_by_lane awa.live_slots[];          -- where the lanes have few, and they are read by lane
  v_from    bigint := p_after + 1;
  v_below   bigint;
  v_width   bigint := least(8 * greatest(p_limit, 64), 4096);
  v_range   awa.found_jobs;
  v_others  record;
  v_found   awa.meant_job[] := '{}';
  v_reads   bigint := 0;
BEGIN
  IF p_filter.ids IS NOT NULL THEN
    RETURN awa.meant_of_ids(p_filter, v_states, p_after, p_upto, p_limit);
  END IF;
  IF 'running' = ANY (v_states) THEN
    v_running := ARRAY(SELECT m.job_id FROM unnest(awa.open_members(v_lanes)) AS m);
  END IF;
  IF v_states && '{available,completed}' THEN
    v_cursors := awa.waiting_cursors(p_filter.queue, v_slots);
    v_known := CASE WHEN 'available' = ANY (v_states)
                    THEN awa.waiting_runs(v_cursors, v_slots, c_few::integer) END;
    IF v_known IS NULL THEN
      SELECT w.by_id, w.by_lane INTO v_by_id, v_by_lane
      FROM awa.ways_to_runs(v_lanes, CASE WHEN 'completed' = ANY (v_states) THEN v_slots
                                          ELSE awa.slots_behind(v_cursors, v_slots) END) AS w;
    END IF;
  END IF;
  WHILE v_from <= p_upto AND cardinality(v_found) <= p_limit AND v_reads < c_reads LOOP
    v_below := least(v_from + v_width, p_upto + 1);
    v_range := CASE WHEN v_known IS NULL
                      THEN awa.runs_between(v_by_id, v_by_lane, v_lanes, p_filter.kind, v_from,
                                            v_below)
                    ELSE ROW(0, ARRAY(SELECT k
                                      FROM unnest(v_known) AS k
                                      WHERE k.job_id >= v_from
                                        AND k.job_id < v_below))::awa.found_jobs END;
    SELECT o.* INTO v_others
    FROM awa.meant_outside_logs(p_filter, v_states, v_lanes, v_from, v_below) AS o;
    IF v_range.jobs IS NULL OR v_others.jobs IS NULL THEN
      v_width := greatest(v_width / 8, 1);
      CONTINUE;
    END IF;
    v_found := v_found || ARRAY(
      SELECT DISTINCT ON (j.job_id) j
      FROM unnest(v_others.jobs
                  || ARRAY(SELECT ROW(r, 'running', NULL, NULL, NULL, NULL)::awa.meant_job
                           FROM unnest(v_running) AS r
                           WHERE r >= v_from AND r < v_below)
                  || awa.meant_runs(v_range.jobs, v_cursors, v_states)) AS j
      ORDER BY j.job_id, j.lane NULLS FIRST);
    v_reads := v_reads + v_range.reads + v_others.reads;
    v_width := CASE WHEN v_range.reads + v_others.reads < c_few THEN v_width * 8 ELSE v_width END;
    v_from := v_below;
  END LOOP;
  RETURN ROW(awa.looked_into(p_filter, v_found[1 : p_limit], v_slots),
             CASE WHEN cardinality(v_found) > p_limit THEN v_found[p_limit].job_id
                  ELSE v_from - 1 END)::awa.meant_page;
END
$function$;
