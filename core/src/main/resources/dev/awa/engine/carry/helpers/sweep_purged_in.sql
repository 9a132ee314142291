-- Deletes the carried rows of runs that were purged by claims in a slot that is about to be
-- emptied. Without such a claim nothing would tell that the runs are over, and awa.jobs would show
-- them as available: see awa.sweep_runs_of, which can't find them, for such a claim has no
-- members. Of a lane with carried rows the claims in the slot are read, as awa.closed_claims_in
-- reads them too. Index: ready_by_lane, one probe a lane; claims_by_lane.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.sweep_purged_in(p_slot smallint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
DECLARE
  v_lanes integer[] := ARRAY(
    SELECT l.lane
    FROM awa.lanes_in_ready(-1::smallint) AS l (lane)
    WHERE EXISTS (SELECT FROM awa.claims c
                  WHERE c.slot = p_slot AND c.lane = l.lane AND c.worker_id = 0 AND c.nonce > 0));
BEGIN
  IF v_lanes <> '{}' THEN
    LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
    PERFORM awa.sweep_carried_runs(v_lanes, NULL);
  END IF;
END
$function$;
