-- A chunk of an operation: treats its next jobs, p_limit at most, and notes how far it came. One
-- transaction, so a crash at any point leaves all of the chunk or nothing of it. The row of the
-- operation is locked, so two leaders take turns: each job is treated once. Answers nothing when
-- the operation has ended or another is at it. Else: whether it has ended, how many jobs got which
-- verdict, how many it found that somebody keeps from it, and for how long claims may have waited
-- for it, in microseconds: it looks for its jobs before it takes what claims need.
--
-- The jobs are gone through by their ids, upward, for an id never changes, whatever moves the job.
-- Up to place all are treated, but for those of again: they moved between the look at them and the
-- lock, or somebody keeps their stripe, their worker or their row. They are treated when the walk
-- is at its end, or when there are 500. p_refused: the next job alone is left out, because it was
-- refused: it is counted as failed, and these words say why; '': it is put off, to again.
--
-- Commits without waiting for the disk: a crash of the database takes back what was done together
-- with the place, and the chunk is treated anew.
--
-- Lock order: the row of the operation, then as awa.cancel, awa.edit, awa.retry_changed,
-- awa.move_to_dead_letters and awa.delete_job. Waits 100 ms for a lock (55P03), for a stripe or a
-- worker less (awa.lock_lanes, awa.cancel_meant_running). Index: see awa.meant_jobs.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.work_operation(
  p_leader bigint, p_term bigint, p_id bigint, p_limit integer, p_refused text DEFAULT NULL
) RETURNS TABLE (ended boolean, changed bigint, too_late bigint, duplicates bigint, failed bigint,
                 kept bigint, held_us bigint)
LANGUAGE plpgsql VOLATILE ROWS 1
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET jit = off SET lock_timeout = '100ms' AS $function$
#variable_conflict use_column
DECLARE
  c_many    CONSTANT integer := 500;
  v_op      awa.operations;
  v_again   bigint[];
  v_page    awa.meant_page;
  v_some    awa.meant_job[];
  v_treated awa.treated;
  v_since   timestamptz;
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_term);
  PERFORM awa.require_read_committed('an operation');
  PERFORM set_config('synchronous_commit', 'off', true);
  SELECT o.* INTO v_op
  FROM awa.operations o
  WHERE o.id = p_id AND o.ended_at IS NULL
  FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  IF v_op.again <> '{}' AND (v_op.place >= v_op.id OR cardinality(v_op.again) >= c_many) THEN
    v_again := v_op.again[1 : p_limit];
  END IF;
  v_page := awa.next_meant(v_op, v_again, p_limit);
  v_some := awa.treatable_at_once(v_page.jobs, p_refused IS NOT NULL);
  v_since := clock_timestamp();
  v_treated := CASE WHEN p_refused IS NULL THEN awa.treat(v_op, v_some)
                    ELSE awa.leave_out(v_some, p_refused) END;
  IF v_again IS NULL THEN
    v_op.place := CASE WHEN cardinality(v_some) < cardinality(v_page.jobs)
                         THEN v_some[cardinality(v_some)].job_id
                       ELSE v_page.place END;
  ELSE -- what has ended, or moved on, since it was found is too late
    v_treated.too_late := v_treated.too_late + cardinality(v_again) - cardinality(v_page.jobs);
    v_op.again := v_op.again[p_limit + 1 :]
      || ARRAY(SELECT j.job_id FROM unnest(v_page.jobs[cardinality(v_some) + 1 :]) AS j);
  END IF;
  v_op.again := v_op.again || v_treated.again;
  ended := v_op.place >= v_op.id AND v_op.again = '{}';
  changed := v_treated.changed;
  too_late := v_treated.too_late;
  duplicates := v_treated.duplicates;
  failed := v_treated.failed;
  kept := cardinality(v_treated.again);
  UPDATE awa.operations o
  SET place = v_op.place,
      again = v_op.again,
      moved_at = CASE WHEN o.place < v_op.place OR cardinality(o.again) > cardinality(v_op.again)
                        THEN clock_timestamp() ELSE o.moved_at END,
      ended_at = CASE WHEN work_operation.ended THEN clock_timestamp() END,
      changed = o.changed + v_treated.changed,
      too_late = o.too_late + v_treated.too_late,
      duplicates = o.duplicates + v_treated.duplicates,
      failed = o.failed + v_treated.failed,
      notes = jsonb_path_query_array(o.notes || v_treated.notes, '$[0 to 9]')
  WHERE o.id = p_id;
  held_us := CASE WHEN v_op.action IN ('cancel', 'edit') AND v_some <> '{}'
                    THEN 1000000 * extract(epoch FROM clock_timestamp() - v_since) ELSE 0 END;
  RETURN NEXT;
END
$function$;
