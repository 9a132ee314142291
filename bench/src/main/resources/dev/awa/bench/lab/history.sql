-- Makes history in the current segment: claims of so many jobs of one lane that a worker has claimed and completed, each
-- in a window and a transaction of its own, as a worker does that is quicker than its producers. pg_temp.spend comes first,
-- for as many transaction ids as claims: what is written under them must have been given out while the segment was the head.
--
-- The lane's cursor, its counts and the view agree with it: 'SELECT pg_temp.history(...)' and a drained queue look the same.
CREATE OR REPLACE PROCEDURE pg_temp.spend(p_xids integer) LANGUAGE plpgsql AS $$
BEGIN
  FOR i IN 1..p_xids LOOP
    PERFORM pg_current_xact_id();
    COMMIT;
  END LOOP;
END
$$;

CREATE OR REPLACE FUNCTION pg_temp.history(p_lane integer, p_worker bigint, p_claims integer, p_size integer) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  v_slot  smallint := awa.current_slot();
  v_xid   bigint := pg_snapshot_xmin(pg_current_snapshot())::text::bigint - p_claims;
  v_job   bigint := nextval('awa.job_id_seq');
  v_claim awa.lane_cursor := (SELECT awa.cursor_of(l, awa.live_slots()) FROM awa.lanes l WHERE l.lane = p_lane);
BEGIN
  PERFORM setval('awa.job_id_seq', v_job + p_claims::bigint * p_size);
  INSERT INTO awa.ready_entries (slot, lane, xid, job_id, kind, args)
  SELECT v_slot, p_lane, (v_xid + i / p_size)::text::xid8, v_job + i, 'send_email', json_build_object('n', i)
  FROM generate_series(0, p_claims::bigint * p_size - 1) AS i;

  INSERT INTO awa.claims (slot, lane, claim_no, worker_id, nonce, lo, hi, pos_xid, pos_job_id, xid_min, taken, members)
  SELECT v_slot, p_lane, v_claim.claim_no + 1 + i, p_worker, v_job + i, s.lo::pg_snapshot, s.hi::pg_snapshot,
         (v_xid + i + 1)::text::xid8, 0, (v_xid + i)::text::xid8, v_claim.taken + (i + 1) * p_size,
         ARRAY(SELECT v_job + i * p_size + m FROM generate_series(0, p_size - 1) AS m)
  FROM generate_series(0::bigint, p_claims - 1) AS i,
       LATERAL (SELECT CASE WHEN i = 0 THEN v_claim.hi::text ELSE format('%1$s:%1$s:', v_xid + i) END,
                       format('%1$s:%1$s:', v_xid + i + 1)) AS s (lo, hi);

  INSERT INTO awa.closures (slot, lane, claim_no, worker_id, flush_no, outcome, n)
  SELECT v_slot, p_lane, v_claim.claim_no + 1 + i, p_worker, v_claim.claim_no + 1 + i, 1, p_size
  FROM generate_series(0::bigint, p_claims - 1) AS i;
END
$$;

-- A completed job in each of so many other lanes, each of a queue of its own.
CREATE OR REPLACE FUNCTION pg_temp.lanes(p_worker bigint, p_lanes integer) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  v_slot smallint := awa.current_slot();
  v_xid  bigint := pg_snapshot_xmin(pg_current_snapshot())::text::bigint - p_lanes;
  v_job  bigint := nextval('awa.job_id_seq');
  v_lane integer := (SELECT max(l.lane) FROM awa.lanes l);
BEGIN
  PERFORM setval('awa.job_id_seq', v_job + p_lanes);
  INSERT INTO awa.lanes (queue, priority, stripe)
  SELECT 'other ' || i, 2, 0 FROM generate_series(1, p_lanes) AS i;
  INSERT INTO awa.lane_counts (lane) SELECT l.lane FROM awa.lanes l WHERE l.lane > v_lane;

  INSERT INTO awa.ready_entries (slot, lane, xid, job_id, kind, args)
  SELECT v_slot, l.lane, (v_xid + l.lane - v_lane)::text::xid8, v_job + l.lane - v_lane, 'other', '{}'
  FROM awa.lanes l
  WHERE l.lane > v_lane;

  INSERT INTO awa.claims (slot, lane, claim_no, worker_id, nonce, lo, hi, pos_xid, pos_job_id,
                          xid_min, taken, members)
  SELECT v_slot, e.lane, 1, p_worker, e.job_id, '1:1:', format('%1$s:%1$s:', e.xid::text::bigint + 1)::pg_snapshot,
         (e.xid::text::bigint + 1)::text::xid8, 0, e.xid, 1, ARRAY[e.job_id]
  FROM awa.ready_entries e
  WHERE e.lane > v_lane;

  INSERT INTO awa.closures (slot, lane, claim_no, worker_id, flush_no, outcome, n)
  SELECT c.slot, c.lane, 1, p_worker, c.lane, 1, 1 FROM awa.claims c WHERE c.lane > v_lane;
END
$$;
