-- A page of jobs in the snapshot of its caller's statement: see awa.list_jobs. Goes through ranges
-- of ids, down from the newest or up from p_newer, the next one wider where little was read, and
-- narrower where one holds too much. What a range holds is looked up in those places where jobs of
-- the state can be; then, job after job, what became of its newest run, until the page is full.
-- Where all that can be on the page is few and known (what runs; what waits, unless that is much)
-- one range has it. To know what waits takes a look at every lane that has runs; so where all
-- queues are asked for, some of the newest jobs are looked at first, which is enough where much
-- waits, or little. What only a look into a job tells is asked first of its run.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.page_of_jobs(
  p_filter awa.job_filter, p_older bigint, p_newer bigint, p_limit integer
) RETURNS TABLE (job awa.jobs, next bigint)
LANGUAGE plpgsql STABLE ROWS 50
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
DECLARE
  c_reads   CONSTANT bigint := 50000; -- after so many rows a page ends,
  -- after so many jobs of which it was asked what became of them,
  c_asks    CONSTANT bigint := 2000;
  c_looks   CONSTANT bigint := 10000; -- and after so many that were looked into
  c_few     CONSTANT bigint := 2000;  -- a range with fewer rows makes the next one wider
  c_tries   CONSTANT bigint := 100;   -- so many jobs are looked at before all lanes are
  v_sign    integer := CASE WHEN p_newer IS NULL THEN -1 ELSE 1 END;
  v_state   text := CASE WHEN p_filter.dead_letter THEN 'dead_letter' ELSE p_filter.state END;
  v_trying  boolean := p_filter.queue IS NULL AND p_newer IS NULL
                       AND p_filter.state IN ('available', 'completed');
  v_slots   awa.live_slots := awa.live_slots();
  v_lanes   integer[] := CASE WHEN p_filter.queue IS NOT NULL THEN ARRAY(
    SELECT l.lane
    FROM awa.lanes l
    WHERE l.queue = p_filter.queue
      AND l.priority = coalesce(p_filter.priority, l.priority)) END;
  v_waiting awa.lane_cursor[] := '{}'; -- of the lanes in which something may wait
  v_known   awa.found_job[];           -- all that can be on the page
  v_by_id   awa.live_slots[];          -- where runs are read by id
  v_by_lane awa.live_slots[];          -- where the lanes have few, and they are read by lane
  v_bottom  bigint := coalesce(p_newer + 1, 1); -- what is left, v_top not in it
  v_top     bigint := least(p_older, awa.newest_job_id() + 1);
  v_width   bigint := 4096;
  v_low     bigint;                    -- the range, v_high not in it
  v_high    bigint;
  v_runs    awa.found_jobs;
  v_others  awa.found_jobs := ROW(0, '{}');
  v_one     awa.found_job;
  v_job     awa.jobs;
  v_near    jsonb := '{}';             -- of each lane, the claim that was found last
  v_run     awa.ready_entries;
  v_claim   awa.claim_member;
  v_look    awa.look;
  v_newest  timestamptz;               -- when the newest job of the range was made
  v_reads   bigint := 0;
  v_asks    bigint := 0;
  v_looks   bigint := 0;
  v_left    integer := p_limit;
BEGIN
  IF p_filter.state = 'running' THEN
    v_known := awa.open_members(v_lanes);
  ELSIF p_filter.state IN ('available', 'completed') AND NOT v_trying THEN
    v_waiting := awa.waiting_cursors(p_filter.queue, v_slots);
    IF p_filter.state = 'available' THEN
      v_known := awa.waiting_runs(v_waiting, v_slots, 10000);
    END IF;
  END IF;
  IF v_known IS NULL
     AND (p_filter.state IS NULL OR p_filter.state IN ('available', 'completed')) THEN
    SELECT w.by_id, w.by_lane INTO v_by_id, v_by_lane FROM awa.ways_to_runs(v_lanes, v_slots) AS w;
  END IF;

  WHILE v_top > v_bottom AND v_left > 0 AND v_reads < c_reads AND v_asks < c_asks
        AND v_looks < c_looks LOOP
    IF v_trying AND (v_asks >= c_tries OR v_reads >= 10 * c_few) THEN
      v_trying := false;
      v_waiting := awa.waiting_cursors(p_filter.queue, v_slots);
      IF p_filter.state = 'available' THEN
        v_known := awa.waiting_runs(v_waiting, v_slots, 10000);
      END IF;
    END IF;
    IF v_known IS NOT NULL THEN
      v_runs := ROW(0, v_known);
      v_low := v_bottom;
      v_high := v_top;
    ELSE
      v_low := CASE WHEN v_sign < 0 THEN greatest(v_top - v_width, v_bottom) ELSE v_bottom END;
      v_high := CASE WHEN v_sign < 0 THEN v_top ELSE least(v_bottom + v_width, v_top) END;
      v_runs := awa.runs_between(v_by_id, v_by_lane, v_lanes, p_filter.kind, v_low, v_high);
      v_others := awa.others_between(v_state, v_lanes, p_filter.kind, v_low, v_high,
                                     CASE WHEN v_sign < 0 AND NOT p_filter.looks THEN v_left END);
      IF v_runs.jobs IS NULL OR v_others.jobs IS NULL THEN
        v_width := greatest(least(v_width, v_top - v_bottom) / 8, 1);
        CONTINUE;
      END IF;
      v_reads := v_reads + v_runs.reads + v_others.reads;
      v_width := CASE WHEN v_runs.reads + v_others.reads < c_few
                      THEN least(v_width * 8, v_top - v_bottom) ELSE v_width END;
    END IF;
    v_newest := NULL;
    FOR v_one IN
      SELECT DISTINCT ON (f.job_id * v_sign) f.*
      FROM unnest(v_runs.jobs || v_others.jobs) AS f
      LEFT JOIN unnest(v_waiting) AS k ON k.lane = f.lane
      WHERE f.job_id >= v_bottom AND f.job_id < v_top
        AND CASE
              WHEN v_trying THEN true
              WHEN p_filter.state = 'available'
                THEN NOT awa.has_passed(k.lo, k.hi, k.pos_xid, k.pos_job_id, f.xid_min, f.job_id)
              WHEN p_filter.state = 'completed' THEN k.lane IS NULL
                                    OR awa.has_passed(k.lo, k.hi, k.pos_xid, k.pos_job_id,
                                                      f.xid_min, f.job_id)
              ELSE true END
      ORDER BY f.job_id * v_sign, f.run_no DESC
    LOOP
      IF v_asks = (CASE WHEN v_trying THEN c_tries ELSE c_asks END) OR v_looks = c_looks THEN
        -- this one is the first of the rest
        v_low := CASE WHEN v_sign < 0 THEN v_one.job_id + 1 ELSE v_low END;
        v_high := CASE WHEN v_sign > 0 THEN v_one.job_id ELSE v_high END;
        v_newest := NULL;
        EXIT;
      END IF;
      v_job := NULL;
      v_looks := v_looks + CASE WHEN p_filter.looks THEN 1 ELSE 0 END;
      IF v_one.lane IS NULL THEN
        SELECT o.* INTO v_job FROM awa.job_outside_logs(v_one.job_id) AS o;
        v_newest := greatest(v_newest, v_job.created_at);
      ELSE
        SELECT e.* INTO v_run
        FROM awa.ready_entries e
        WHERE (e.slot BETWEEN v_slots.from_slot AND v_slots.to_slot OR e.slot <= v_slots.wrap_slot)
          AND e.lane = v_one.lane
          AND e.xid BETWEEN v_one.xid_min AND v_one.xid_max AND e.job_id = v_one.job_id
          AND e.run_no = v_one.run_no;
        CONTINUE WHEN v_run.kind <> p_filter.kind;
        IF p_filter.looks THEN
          v_look := awa.look_into(p_filter, v_run);
          v_newest := greatest(v_newest, v_look.created_at);
          CONTINUE WHEN NOT v_look.carries;
        END IF;
        v_asks := v_asks + 1;
        v_claim := awa.claim_of(v_run, (v_near ->> v_one.lane::text)::bigint);
        IF v_claim.claim_no IS NOT NULL THEN
          v_near := v_near || jsonb_build_object(v_one.lane, v_claim.claim_no);
        END IF;
        SELECT j.* INTO v_job FROM awa.job_of_run(v_run, v_claim) AS j;
      END IF;
      IF v_job.state = coalesce(p_filter.state, v_job.state)
         AND (NOT p_filter.looks OR awa.matches(p_filter, v_job)) THEN
        job := v_job;
        v_left := v_left - 1;
        RETURN NEXT;
        IF v_left = 0 THEN -- what lies beyond was not looked for in full
          v_low := CASE WHEN v_sign < 0 THEN v_one.job_id ELSE v_low END;
          v_high := CASE WHEN v_sign > 0 THEN v_one.job_id + 1 ELSE v_high END;
          EXIT;
        END IF;
      END IF;
    END LOOP;
    v_top := CASE WHEN v_sign < 0 THEN v_low ELSE v_top END;
    v_bottom := CASE WHEN v_sign > 0 THEN v_high ELSE v_bottom END;
    IF v_sign < 0 AND v_newest < p_filter.created_after - interval '1 hour' THEN
      v_top := v_bottom;
    END IF;
  END LOOP;
  IF v_top > v_bottom THEN
    next := CASE WHEN v_sign < 0 THEN v_top ELSE v_bottom - 1 END;
  END IF;
  job := NULL;
  RETURN NEXT;
END
$function$;
