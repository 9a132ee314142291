-- Deletes the carried rows of runs whose claims lie in a slot that is about to be emptied: without their claim nothing
-- would tell that they have ended, and awa.jobs would show them as available. p_open: claims that are carried, whose rows
-- stay. Every other claim of the slot has no open member. Claims are looked at of the lanes that have carried rows only.
-- Index: ready_by_lane, claims_by_lane, one range a claim.
CREATE OR REPLACE FUNCTION awa.sweep_runs_of(p_slot smallint, p_open awa.slot_claim[]) RETURNS void
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
BEGIN
  IF NOT EXISTS (SELECT FROM awa.ready_entries e WHERE e.slot = -1) THEN
    RETURN;
  END IF;
  DELETE FROM awa.ready_entries e
  USING awa.lanes_in_ready(-1::smallint) AS l (lane), awa.claims c
  WHERE c.slot = p_slot AND c.lane = l.lane AND NOT ROW(c.slot, c.lane, c.claim_no)::awa.slot_claim = ANY (p_open)
    AND e.slot = -1 AND e.lane = c.lane
    AND (e.xid, e.job_id) >= (c.xid_min, c.members[1]) AND (e.xid, e.job_id) <= (c.pos_xid, c.pos_job_id)
    AND e.run_lease = CASE WHEN c.leases IS NOT NULL THEN c.leases[array_position(c.members, e.job_id)]
                           WHEN e.job_id = ANY (c.members) THEN 1 END;
END
$function$;
