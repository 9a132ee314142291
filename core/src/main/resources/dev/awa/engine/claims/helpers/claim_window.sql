-- Takes up to p_limit runs of one window of a lane, after a position, and appends the claim that
-- has them as members: one statement, one row. Nothing found, nothing written. Called by awa.claim
-- only, under its locks. A claim that finishes its window has its position behind it, so that
-- nobody looks there again.
--
-- A row belongs to the window (lo, hi) when its transaction is visible in hi and not in lo. Two
-- index ranges hold all of them: the late ones (in progress in lo, ended by hi) and those that
-- began between the two. Where there are no late ones their range is looked for in no slot, which
-- makes half of the statement cost next to nothing. The size of arguments is their stored size,
-- known without reading them; only compressed ones are read for theirs, and no more of them than
-- are claimed, but for one. Without p_bytes (NULL) none is read. Runs with a tombstone are passed
-- by. If you change the ranges: a row must be in exactly one window, or it is lost or claimed
-- twice.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.claim_window(
  p_cursor awa.lane_cursor, p_slot smallint, p_worker bigint, p_nonce bigint,
  p_limit integer, p_bytes bigint, p_is_newest boolean
) RETURNS SETOF awa.claimed_run
LANGUAGE plpgsql VOLATILE ROWS 500 AS $function$
DECLARE
  v_slots awa.live_slots := p_cursor.slots;
  v_late_slots awa.live_slots := CASE WHEN p_cursor.late = '{}'
                                        THEN ROW(0, -1, -2, NULL, NULL)::awa.live_slots
                                        ELSE p_cursor.slots END;
  -- One row comparison, which the index can begin at: with two bounds it would begin at the lane's
  -- first entry.
  v_from_xid xid8 := greatest(p_cursor.pos_xid, pg_snapshot_xmax(p_cursor.lo));
  v_from_job bigint := CASE WHEN p_cursor.pos_xid >= pg_snapshot_xmax(p_cursor.lo)
                              THEN p_cursor.pos_job_id ELSE 0 END;
BEGIN
  RETURN QUERY
    WITH found AS (
      (SELECT e.*
       FROM unnest(p_cursor.late) AS l (xid),
            LATERAL (SELECT * FROM awa.ready_entries e
                     WHERE (e.slot BETWEEN v_late_slots.from_slot AND v_late_slots.to_slot
                            OR e.slot <= v_late_slots.wrap_slot)
                       AND e.lane = p_cursor.lane AND e.xid = l.xid
                       AND (e.xid, e.job_id) > (p_cursor.pos_xid, p_cursor.pos_job_id)
                       AND NOT (coalesce(e.job_id = ANY (p_cursor.tombstoned), true)
                                AND awa.has_tombstone(e.slot, e.lane, e.job_id, e.run_no))
                     ORDER BY e.job_id
                     LIMIT p_limit) AS e
       ORDER BY e.xid, e.job_id
       LIMIT p_limit)
      UNION ALL
      (SELECT e.*
       FROM awa.ready_entries e
       WHERE (e.slot BETWEEN v_slots.from_slot AND v_slots.to_slot OR e.slot <= v_slots.wrap_slot)
         AND e.lane = p_cursor.lane
         AND (e.xid, e.job_id) > (v_from_xid, v_from_job) AND e.xid < pg_snapshot_xmax(p_cursor.hi)
         AND pg_visible_in_snapshot(e.xid, p_cursor.hi)
         AND NOT (coalesce(e.job_id = ANY (p_cursor.tombstoned), true)
                  AND awa.has_tombstone(e.slot, e.lane, e.job_id, e.run_no))
       ORDER BY e.xid, e.job_id
       LIMIT p_limit)
    ), picked AS MATERIALIZED (
      SELECT f.*, row_number() OVER w AS ordinal,
             sum(pg_column_size(f.args)) OVER w - pg_column_size(f.args) AS stored_before
      FROM (SELECT * FROM found ORDER BY xid, job_id LIMIT p_limit) AS f
      WINDOW w AS (ORDER BY f.xid, f.job_id ROWS UNBOUNDED PRECEDING)
    ), member AS (
      SELECT *
      FROM picked
      WHERE coalesce(stored_before < p_bytes, true)
        AND ordinal < CASE
              WHEN EXISTS (SELECT FROM picked p
                           WHERE p.stored_before < p_bytes
                             AND pg_column_compression(p.args) IS NOT NULL)
              -- row after row, so what comes behind the first that is too many is not decompressed
              THEN coalesce((SELECT s.ordinal
                             FROM (
                               SELECT o.ordinal, sum(o.bytes) OVER (ROWS UNBOUNDED PRECEDING)
                                                 - o.bytes AS bytes_before
                               FROM (
                                 SELECT p.ordinal,
                                        CASE WHEN pg_column_compression(p.args) IS NULL
                                             THEN pg_column_size(p.args)
                                             ELSE octet_length(p.args::text) END AS bytes
                                 FROM (SELECT * FROM picked ORDER BY ordinal) AS p
                                 OFFSET 0) AS o) AS s
                             WHERE s.bytes_before >= p_bytes
                             LIMIT 1), p_limit + 1)
              ELSE p_limit + 1 END
    ), all_members AS (
      SELECT array_agg(m.xid ORDER BY m.ordinal) AS xids,
             array_agg(m.job_id ORDER BY m.ordinal) AS job_ids,
             array_agg(m.run_no ORDER BY m.ordinal) AS run_nos, max(m.run_no) AS highest_run_no,
             count(*)::integer AS n,
             count(*) < p_limit AND count(*) = (SELECT count(*) FROM picked) AS finishes
      FROM member m
    ), claimed AS (
      INSERT INTO awa.claims (
        slot, lane, claim_no, worker_id, nonce, lo, hi, pos_xid, pos_job_id, xid_min, taken,
        members, run_nos)
      SELECT p_slot, p_cursor.lane, p_cursor.claim_no + 1, p_worker, p_nonce, p_cursor.lo,
             p_cursor.hi,
             CASE WHEN a.finishes THEN pg_snapshot_xmax(p_cursor.hi) ELSE a.xids[a.n] END,
             CASE WHEN a.finishes THEN 0 ELSE a.job_ids[a.n] END,
             a.xids[1], p_cursor.taken + a.n, a.job_ids,
             CASE WHEN a.highest_run_no > 1 THEN a.run_nos END
      FROM all_members a
      WHERE a.n > 0
    )
    SELECT CASE WHEN p_is_newest AND a.finishes THEN 'emptied' ELSE 'claimed' END,
           p_slot, p_cursor.lane, p_cursor.priority, p_cursor.claim_no + 1, m.ordinal::smallint,
           m.slot, m.xid, m.job_id, m.run_no, m.attempt, m.max_attempts, m.ready_at, m.kind, m.args,
           m.ext
    FROM member m, all_members a
    ORDER BY m.ordinal;
END
$function$;
