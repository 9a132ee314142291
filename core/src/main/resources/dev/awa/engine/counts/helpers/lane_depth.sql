-- How many runs of a lane wait, exactly: what its record says, less what was claimed since, and
-- what came since. Must see the cursor, the rows and the live slots as of one snapshot.
-- CountsExact.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.lane_depth(p_cursor awa.lane_cursor, p_slots awa.live_slots)
RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
  v_base awa.lane_cursor := awa.count_base(p_cursor);
BEGIN
  RETURN v_base.taken + awa.waiting_after(v_base, p_slots, NULL);
END
$function$;
