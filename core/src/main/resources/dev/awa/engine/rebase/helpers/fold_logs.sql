-- Keeps what must outlive the logs, as awa.truncate_segment does for one segment: the sums of the
-- closures, with the open runs as released ones, the cursor of every lane, with nothing in its
-- windows yet, and the ring from its newest generation on. What a lane has given out is then what
-- has ended. Lets go of the unique keys that were held until a segment is pruned. Then empties all
-- logs. CountsExact.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.fold_logs() RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_every awa.live_slots := ROW(0::smallint, 15::smallint, -1::smallint, NULL, NULL);
  v_head  bigint := (SELECT r.gen FROM awa.ring r ORDER BY r.gen DESC LIMIT 1);
BEGIN
  INSERT INTO awa.closure_sums AS t (lane, outcome, n)
  SELECT f.lane, f.outcome, sum(f.n)
  FROM (SELECT d.lane, d.outcome, d.n::bigint
        FROM awa.lanes l
        CROSS JOIN LATERAL awa.untallied_closures(l.lane, v_every) AS d
        UNION ALL
        SELECT u.lane, awa.outcome('released'), 1
        FROM pg_temp.awa_unfinished u
        WHERE u.was_open) AS f
  GROUP BY f.lane, f.outcome
  ON CONFLICT (lane, outcome) DO UPDATE SET n = t.n + EXCLUDED.n;

  INSERT INTO awa.lane_checkpoints AS k (lane, claim_no, pos_xid, pos_job_id, taken, lo, hi)
  SELECT (c.at).lane, (c.at).claim_no, '0', 0,
         coalesce((SELECT sum(t.n) FROM awa.closure_sums t WHERE t.lane = (c.at).lane), 0), '1:1:',
         '1:1:'
  FROM (SELECT awa.cursor_of(l, v_every) AS at FROM awa.lanes l) AS c
  ON CONFLICT (lane) DO UPDATE
  SET claim_no = EXCLUDED.claim_no, pos_xid = EXCLUDED.pos_xid, pos_job_id = EXCLUDED.pos_job_id,
      taken = EXCLUDED.taken, lo = EXCLUDED.lo, hi = EXCLUDED.hi;

  DELETE FROM awa.lane_tallies;
  DELETE FROM awa.state_tally;
  DELETE FROM awa.lane_counts;
  INSERT INTO awa.lane_counts (lane, taken) SELECT k.lane, k.taken FROM awa.lane_checkpoints k;
  DELETE FROM awa.unique_keys u WHERE u.let_go_gen IS NOT NULL;
  TRUNCATE awa.claims, awa.ready_entries, awa.closures, awa.ready_tombstones, awa.attempt_outputs,
           awa.state_changes;
  PERFORM awa.forget_first_range(s.slot::smallint) FROM generate_series(0, 15) AS s (slot);

  INSERT INTO awa.prunes (gen)
  SELECT r.gen FROM awa.ring r WHERE r.gen >= awa.tail_gen() AND r.gen < v_head ORDER BY r.gen
  ON CONFLICT DO NOTHING;
  -- right, should this be rolled back too
  PERFORM setval('awa.ring_head', v_head), setval('awa.ring_tail', v_head);
END
$function$;
