-- Puts every run that is not finished into the temporary table awa_unfinished, numbered in the
-- order of its lane. Answers how many transaction ids it takes to keep that order. The caller keeps
-- everybody out.
--
-- A run is open when a claim has it as a member and no closure of that claim names it; then its
-- next run is meant, with the same number of attempts and what it has told. A run of a segment
-- that no claim has as a member, and that has no tombstone, waits, unless it was purged: a claim
-- is kept for at least as long as the rows of its members. A purge has passed those that its
-- window sees, whose job ids had been given out, and that were ready by then: one that was written
-- after the data came here may have a transaction id that the window takes for old, but not all
-- three. Only in the carry partition rows may outlive their claim; there the lane's cursor
-- decides. Those which the cursor would have passed by were written after the data came here,
-- under ids that the cursor takes for old ones; they come last.
--
-- The order of a lane is that of (xid, job_id), and all that one transaction writes has one xid
-- unless it is given others: a new one is needed wherever a job id is smaller than the one before.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.collect_unfinished() RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_every awa.live_slots := ROW(0::smallint, 15::smallint, -1::smallint, NULL, NULL);
BEGIN
  DROP TABLE IF EXISTS pg_temp.awa_unfinished;
  CREATE TEMP TABLE awa_unfinished ON COMMIT DROP AS
  WITH cursor AS MATERIALIZED (
    SELECT k.* FROM awa.lanes l CROSS JOIN LATERAL awa.cursor_of(l, v_every) AS k
  ), member AS MATERIALIZED (
    SELECT c.slot, c.lane, c.claim_no, c.xid_min, c.pos_xid, m.ordinal::smallint AS ordinal,
           m.job_id, coalesce(m.run_no, 1) AS run_no
    FROM awa.claims c
    CROSS JOIN LATERAL unnest(c.members, c.run_nos) WITH ORDINALITY AS m (job_id, run_no, ordinal)
  ), purge AS MATERIALIZED (
    SELECT c.lane, c.hi, c.nonce, c.claimed_at
    FROM awa.claims c
    WHERE c.worker_id = 0 AND c.nonce > 0
  ), run AS (
    SELECT e.*, m.claim_no,
           NOT pg_visible_in_snapshot(e.xid, k.lo)
           AND (NOT pg_visible_in_snapshot(e.xid, k.hi)
                OR (e.xid, e.job_id) > (k.pos_xid, k.pos_job_id)) AS ahead
    FROM awa.ready_entries e
    JOIN cursor k ON k.lane = e.lane
    LEFT JOIN member m
      ON m.lane = e.lane AND m.job_id = e.job_id AND m.run_no = e.run_no
        AND e.xid BETWEEN m.xid_min AND m.pos_xid
    WHERE NOT EXISTS (SELECT FROM awa.closures d
                      WHERE d.slot = m.slot AND d.lane = m.lane AND d.claim_no = m.claim_no
                        AND (d.ordinals IS NULL OR m.ordinal = ANY (d.ordinals)))
      AND NOT EXISTS (SELECT FROM awa.ready_tombstones t
                      WHERE t.slot = e.slot AND t.lane = e.lane AND t.job_id = e.job_id
                        AND t.run_no = e.run_no)
      AND NOT EXISTS (SELECT FROM purge p
                      WHERE m.claim_no IS NULL AND p.lane = e.lane
                        AND pg_visible_in_snapshot(e.xid, p.hi) AND e.job_id <= p.nonce
                        AND e.ready_at <= p.claimed_at)
  ), place AS (
    SELECT r.*, r.claim_no IS NULL AND NOT r.ahead AS late,
           lag(r.job_id) OVER w > r.job_id AS falls
    FROM run r
    WHERE r.claim_no IS NOT NULL OR r.ahead OR r.slot >= 0
    WINDOW w AS (PARTITION BY r.lane ORDER BY r.claim_no IS NULL AND NOT r.ahead, r.xid, r.job_id)
  )
  SELECT p.lane, p.job_id, p.ready_at,
         p.run_no + CASE WHEN p.claim_no IS NULL THEN 0 ELSE 1 END AS run_no, p.attempt,
         p.max_attempts, p.kind, p.args,
         CASE WHEN p.claim_no IS NULL THEN p.ext
              ELSE awa.told_of_run(p.ext, p.job_id, p.run_no) END AS ext,
         p.claim_no IS NOT NULL AS was_open,
         1 + count(*) FILTER (WHERE p.falls) OVER (PARTITION BY p.lane ORDER BY p.late, p.xid,
                                                   p.job_id) AS xid_no
  FROM place p;
  RETURN (SELECT coalesce(max(u.xid_no), 0) FROM pg_temp.awa_unfinished u);
END
$function$;
