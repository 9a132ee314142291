-- Makes sums of the slot of awa.timings that a level needs next: one step of it, of p_most rows or
-- little more. The sums gather in awa.timing_sums, where nobody counts them. The last step appends
-- them to the level above and empties the slot, in one transaction. So each measurement is counted
-- once, whoever calls this, however often, wherever it is cut off, and whatever the clock does: by
-- a wrong clock it only becomes a sum of a longer time sooner or later than usual. Of the top
-- level, and of awa.depths, a slot is emptied in which no row is younger than what is kept: see
-- awa.lock_part. Answers whether there may be more to do.
--
-- The top level comes first, then each below it. A level above the lowest has a bounded number of
-- rows a slot, so the lowest does not wait for them for long, however far behind it is itself.
--
-- A slot that somebody reads or writes is emptied another turn: nobody queues up behind this. A
-- reader that comes while a slot is emptied waits for that. Locks: the rows of the folds, from the
-- highest level down; the sums, the slot.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.fold_timings(p_leader bigint, p_term bigint, p_most integer)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_level record;
  v_slot  smallint;
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_term);
  PERFORM awa.require_read_committed('a sum of timings');
  v_slot := awa.depth_slot(clock_timestamp() + interval '12 hours');
  IF awa.lock_part('depths', v_slot, interval '2 days') THEN
    EXECUTE format('TRUNCATE awa.%I', 'depths_' || v_slot);
    RETURN true;
  END IF;
  v_slot := awa.timing_slot(3, clock_timestamp() + interval '30 days');
  IF awa.lock_part('timings', v_slot, interval '90 days') THEN
    EXECUTE format('TRUNCATE awa.%I', 'timings_' || v_slot);
    RETURN true;
  END IF;
  FOR v_level IN SELECT * FROM awa.timing_levels() AS l WHERE l.level < 3 ORDER BY l.level DESC LOOP
    v_slot := awa.timing_slot(v_level.level,
                              clock_timestamp() + make_interval(secs => v_level.span));
    IF awa.fold_piece(v_level.level, v_slot, p_most) THEN
      RETURN true;
    END IF;
  END LOOP;
  RETURN false;
END
$function$;
