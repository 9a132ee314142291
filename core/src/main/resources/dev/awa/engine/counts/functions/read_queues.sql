-- What each of some queues holds, by state, exactly; one row a queue, in any order, also for a
-- queue that was never used. No job is read for it but those that wait and came since their lane
-- was counted: waiting runs are counted behind the cursors (awa.lane_depth), running ones are what
-- was given out less what was closed, finished ones are sums of closures, all others sums of what
-- the triggers of their tables noted. While the counters are not trusted the sums that need them
-- are made by a scan. CountsExact.
--
-- One statement for all lanes: to begin a statement takes longer than the probes of an idle lane.
-- Cursors are found as in awa.waiting_cursors. A lane is looked at by itself when something lies
-- behind its cursor, or when its tally has open claims. Index: lanes_by_queue, claims_by_lane,
-- ready_by_lane, closures_by_claim, state_changes_by_xid.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.read_queues(p_queues text[]) RETURNS TABLE (
  queue text, available bigint, oldest_ready_at timestamptz, running bigint, scheduled bigint,
  retryable bigint, completed bigint, failed bigint, cancelled bigint, dead_letters bigint
)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
#variable_conflict use_column
DECLARE
  v_trusted boolean := (SELECT s.counters_trusted_at IS NOT NULL FROM awa.storage_state s);
BEGIN
  PERFORM awa.require_read_committed('a count');
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  -- one statement, one snapshot: a job that moves meanwhile is counted in one place, and the slots
  -- are those in which what this snapshot sees can lie
  RETURN QUERY
    WITH ring AS MATERIALIZED (
      SELECT s AS slots, awa.slots_newest_first(s) AS newest FROM awa.live_slots() AS s
    ), lane AS MATERIALIZED (
      SELECT l.queue, l.lane, r.slots, at.taken, behind.found AS waits,
             ROW(l.lane, l.priority, at.claim_no, at.lo, at.hi, at.pos_xid, at.pos_job_id,
                 at.taken, NULL, NULL, NULL, NULL)::awa.lane_cursor AS cursor
      FROM ring r
      CROSS JOIN awa.lanes l
      CROSS JOIN LATERAL (
        (SELECT c.claim_no, c.lo, c.hi, c.pos_xid, c.pos_job_id, c.taken
         FROM unnest(r.newest) AS s (slot)
         CROSS JOIN LATERAL (SELECT x.*
                             FROM awa.claims x
                             WHERE x.slot = s.slot AND x.lane = l.lane
                             ORDER BY x.claim_no DESC
                             LIMIT 1) AS c
         LIMIT 1)
        UNION ALL
        SELECT k.claim_no, k.lo, k.hi, k.pos_xid, k.pos_job_id, k.taken
        FROM awa.lane_checkpoints k
        WHERE k.lane = l.lane
        UNION ALL
        SELECT 0, '1:1:', '1:1:', '0', 0, 0
        ORDER BY 1 DESC
        LIMIT 1) AS at
      CROSS JOIN LATERAL
        awa.slots_since(r.slots, least(at.pos_xid, pg_snapshot_xmin(at.hi))) AS may
      LEFT JOIN LATERAL (
        SELECT true AS found
        FROM awa.ready_entries e
        WHERE (e.slot BETWEEN may.from_slot AND may.to_slot OR e.slot <= may.wrap_slot)
          AND e.lane = l.lane
          AND (e.xid, e.job_id)
              > (least(at.pos_xid, pg_snapshot_xmin(at.hi)),
                 CASE WHEN at.pos_xid <= pg_snapshot_xmin(at.hi) THEN at.pos_job_id ELSE 0 END)
        LIMIT 1) AS behind ON true
      WHERE l.queue = ANY (p_queues)
    ), part AS (
      SELECT l.queue, 'waiting' AS state, awa.lane_depth(l.cursor, l.slots) AS n,
             (awa.next_window(l.cursor, l.slots, pg_current_snapshot())).head AS oldest
      FROM lane l
      WHERE l.waits
      UNION ALL
      SELECT l.queue, 'taken', l.taken, NULL FROM lane l
      UNION ALL
      SELECT l.queue,
             CASE WHEN d.outcome = awa.outcome('completed') THEN 'completed' ELSE 'over' END, d.n,
             NULL
      FROM lane l
      LEFT JOIN awa.lane_tallies t ON t.lane = l.lane
      CROSS JOIN LATERAL (
        SELECT c.outcome, c.n::bigint
        FROM awa.closures c
        WHERE coalesce(t.open = '{}', true)
          AND (c.slot BETWEEN (l.slots).from_slot AND (l.slots).to_slot
               OR c.slot <= (l.slots).wrap_slot)
          AND c.lane = l.lane AND c.claim_no > coalesce(t.upto, 0)
        UNION ALL
        SELECT u.outcome, u.n FROM awa.untallied_closures(l.lane, l.slots) AS u WHERE t.open <> '{}'
        UNION ALL
        SELECT s.outcome, s.n FROM awa.closure_sums s WHERE s.lane = l.lane) AS d
      UNION ALL
      SELECT l.queue, o.state, o.n, NULL
      FROM lane l
      CROSS JOIN LATERAL (SELECT c.state, c.n
                          FROM awa.state_counts c
                          WHERE v_trusted AND c.lane = l.lane) AS o
      UNION ALL
      SELECT l.queue, u.state, u.n, NULL
      FROM (SELECT c.lane, c.state, sum(c.n)::bigint AS n
            FROM awa.untallied_states((SELECT t.upto FROM awa.state_tally t)) AS c
            WHERE v_trusted
            GROUP BY c.lane, c.state) AS u
      JOIN lane l ON l.lane = u.lane
      UNION ALL
      SELECT l.queue, j.state, 1, NULL
      FROM awa.states_outside_logs j
      JOIN lane l ON l.lane = j.lane
      WHERE NOT v_trusted
    )
    SELECT q.name, coalesce(sum(p.n) FILTER (WHERE p.state = 'waiting'), 0)::bigint, min(p.oldest),
           coalesce(sum(CASE p.state WHEN 'taken' THEN p.n ELSE -p.n END)
                    FILTER (WHERE p.state IN ('taken', 'completed', 'over')), 0)::bigint,
           coalesce(sum(p.n) FILTER (WHERE p.state = 'scheduled'), 0)::bigint,
           coalesce(sum(p.n) FILTER (WHERE p.state = 'retryable'), 0)::bigint,
           coalesce(sum(p.n) FILTER (WHERE p.state = 'completed'), 0)::bigint,
           coalesce(sum(p.n) FILTER (WHERE p.state IN ('failed', 'dead_letter')), 0)::bigint,
           coalesce(sum(p.n) FILTER (WHERE p.state = 'cancelled'), 0)::bigint,
           coalesce(sum(p.n) FILTER (WHERE p.state = 'dead_letter'), 0)::bigint
    FROM (SELECT DISTINCT u.name FROM unnest(p_queues) AS u (name)) AS q
    LEFT JOIN part p ON p.queue = q.name
    GROUP BY q.name;
END
$function$;
