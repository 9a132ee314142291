-- Takes back copies that a carry has made of waiting runs of a slot (awa.carry_waiting) and that do
-- not wait any more: they are members of claims that came since (p_claims), or were cancelled,
-- which shows in more tombstones than there were (p_buried). A row of the carry partition that has
-- no original in the slot is of an earlier carry, and stays. Answers how many. The caller holds the
-- segment's locks. Index: see awa.carried_runs_of; ready_by_lane.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.drop_copies(
  p_slot smallint, p_claims awa.slot_claim[], p_buried bigint
) RETURNS bigint
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
DECLARE
  v_claimed bigint;
  v_tombstoned  bigint := 0;
BEGIN
  DELETE FROM awa.ready_entries e
  WHERE e.slot = -1 AND e.ctid = ANY (ARRAY(
    SELECT r.row_id
    FROM awa.carried_runs_of(p_claims) AS r
    CROSS JOIN LATERAL (
      SELECT FROM awa.ready_entries o
      WHERE o.slot = p_slot AND o.lane = r.lane AND o.xid = r.xid AND o.job_id = r.job_id
      LIMIT 1) AS original));
  GET DIAGNOSTICS v_claimed = ROW_COUNT;
  IF p_buried <> (SELECT count(*) FROM awa.ready_tombstones t WHERE t.slot = p_slot) THEN
    v_tombstoned := awa.drop_tombstoned_copies(p_slot);
  END IF;
  RETURN v_claimed + v_tombstoned;
END
$function$;
