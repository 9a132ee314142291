-- Where a count of a lane's waiting runs begins, as a cursor whose taken says how many wait before
-- that. The lane's record holds while the cursor's window is no younger than it: then all that was
-- claimed since is among what it counted, and no row that came later has been claimed or pruned.
-- Else the count begins at the cursor itself.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.count_base(p_cursor awa.lane_cursor) RETURNS awa.lane_cursor
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
  v_base  awa.lane_cursor := p_cursor;
  v_known awa.lane_counts;
BEGIN
  SELECT k.* INTO v_known FROM awa.lane_counts k WHERE k.lane = p_cursor.lane;
  IF FOUND AND awa.is_same_or_older(p_cursor.hi, v_known.upto) THEN
    v_base.lo := v_known.upto;
    v_base.hi := v_known.upto;
    v_base.taken := v_known.waiting - (p_cursor.taken - v_known.taken);
  ELSE
    v_base.taken := 0;
  END IF;
  RETURN v_base;
END
$function$;
