-- The state changes that the tally of states has not passed: those of transactions that were in
-- progress in its snapshot, or came later. p_upto: that snapshot; NULL: nothing was passed. Index:
-- state_changes_by_xid, from the end of the snapshot on, and for each transaction in progress.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.untallied_states(p_upto pg_snapshot)
RETURNS TABLE (lane integer, state text, n bigint, xid xid8)
LANGUAGE plpgsql STABLE ROWS 1000
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
#variable_conflict use_column
BEGIN
  RETURN QUERY
    SELECT c.lane, c.state, c.n, c.xid
    FROM awa.state_changes c
    WHERE c.xid >= coalesce(pg_snapshot_xmax(p_upto), '0')
    UNION ALL
    SELECT c.lane, c.state, c.n, c.xid
    FROM awa.state_changes c
    WHERE c.xid = ANY (ARRAY(SELECT pg_snapshot_xip(p_upto)));
END
$function$;
