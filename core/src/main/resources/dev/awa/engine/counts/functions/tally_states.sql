-- Moves the tally of states: adds up the state changes that it has not passed, p_limit of them or a
-- few more of the same transaction, where these are p_least or more. So a count reads what is new,
-- and not what has come since the oldest segment was opened. Answers how many it has added.
--
-- It adds what one snapshot sees, and keeps that snapshot with the sums, in one transaction: a
-- count finds the old sums and what came since then, or the new ones. CountsExact.
--
-- One at a time: the table's lock keeps another leader's tally and a rebuild from adding the same
-- changes. Prune is kept out by the claim log's.
--
-- Lock order: claims, state_tally. Index: state_changes_by_xid.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.tally_states(
  p_leader bigint, p_term bigint, p_least integer, p_limit integer
) RETURNS bigint
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
SET lock_timeout = '2s' AS $function$
DECLARE
  v_from pg_snapshot;
  v_upto pg_snapshot;
  v_end  xid8;
  v_n    bigint;
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_term);
  PERFORM awa.require_read_committed('a tally');
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  LOCK TABLE awa.state_tally IN SHARE ROW EXCLUSIVE MODE;
  v_from := (SELECT t.upto FROM awa.state_tally t);
  IF NOT EXISTS (SELECT FROM awa.state_changes c
                 WHERE c.xid >= coalesce(pg_snapshot_xmax(v_from), '0')
                 OFFSET p_least - 1) THEN
    RETURN 0;
  END IF;
  v_upto := pg_current_snapshot();
  v_end := (SELECT c.xid FROM awa.state_changes c
            WHERE c.xid >= coalesce(pg_snapshot_xmax(v_from), '0')
            ORDER BY c.xid
            OFFSET p_limit - 1 LIMIT 1);
  v_end := (SELECT c.xid FROM awa.state_changes c
            WHERE c.xid > v_end
            ORDER BY c.xid
            LIMIT 1);
  IF v_end < pg_snapshot_xmax(v_upto) THEN
    v_upto := awa.cut_off(v_upto, v_end);
  END IF;
  WITH passed AS MATERIALIZED (
    SELECT u.lane, u.state, u.n
    FROM awa.untallied_states(v_from) AS u
    WHERE pg_visible_in_snapshot(u.xid, v_upto)
  ), added AS (
    INSERT INTO awa.state_counts AS t (lane, state, n)
    SELECT p.lane, p.state, sum(p.n) FROM passed p GROUP BY p.lane, p.state
    ON CONFLICT (lane, state) DO UPDATE SET n = t.n + EXCLUDED.n
  )
  SELECT count(*) INTO v_n FROM passed;
  INSERT INTO awa.state_tally AS t (upto) VALUES (v_upto)
  ON CONFLICT (one) DO UPDATE SET upto = EXCLUDED.upto;
  RETURN v_n;
END
$function$;
