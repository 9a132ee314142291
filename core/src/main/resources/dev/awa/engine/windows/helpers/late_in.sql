-- The late ones of a window, in order: transactions that were in progress in its older snapshot,
-- had ended in the newer one, and are not older than the cursor's position.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.late_in(p_cursor awa.lane_cursor) RETURNS xid8[]
LANGUAGE plpgsql STABLE AS $function$
BEGIN
  IF pg_snapshot_xmin(p_cursor.lo) = pg_snapshot_xmax(p_cursor.lo) THEN
    RETURN '{}'; -- the usual case: nothing was in progress
  END IF;
  RETURN ARRAY(SELECT x FROM pg_snapshot_xip(p_cursor.lo) AS s (x)
               WHERE x >= p_cursor.pos_xid AND pg_visible_in_snapshot(x, p_cursor.hi)
               ORDER BY x);
END
$function$;
