-- What a generation that holds a slot looks like, and what keeps it from being pruned: a few queues
-- whose runs wait in it, and since when those are paused; how many claims are open in it, p_most or
-- more, and one of the workers that have them open; for how much longer its history is kept
-- (awa.history_left). No row when it was pruned.
--
-- Looks for no more waiting lanes and open claims than it tells of. Open claims are counted where
-- some may be: in the oldest and the newest two generations, in what workers hold, and everywhere
-- while a dead worker waits for its rescue. Reads the claims and closures of the slot, as awa.prune
-- does.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.segment_status(p_gen bigint, p_most bigint)
RETURNS TABLE (slot smallint, opened_at timestamptz, bytes bigint, waiting text[],
               paused_since timestamptz[], open_claims bigint, open_worker bigint,
               history interval)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
DECLARE
  v_slot smallint := p_gen % 16;
BEGIN
  PERFORM awa.require_read_committed('a look at a segment');
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  SELECT r.slot, r.rotated_at INTO segment_status.slot, opened_at
  FROM awa.ring r WHERE r.gen = p_gen AND p_gen >= awa.tail_gen();
  IF NOT FOUND THEN
    RETURN;
  END IF;
  bytes := awa.slot_bytes(v_slot);
  SELECT array_agg(q.queue ORDER BY q.queue), array_agg(q.paused_at ORDER BY q.queue)
  INTO waiting, paused_since
  FROM (SELECT DISTINCT l.queue, CASE WHEN awa.is_paused(p) THEN p.paused_at END AS paused_at
        FROM awa.lanes_waiting_in(v_slot, 16) AS w (lane)
        JOIN awa.lanes l ON l.lane = w.lane
        LEFT JOIN awa.queues p ON p.name = l.queue
        ORDER BY l.queue
        LIMIT 4) AS q;
  open_claims := 0;
  IF p_gen = awa.tail_gen() OR p_gen >= coalesce(pg_sequence_last_value('awa.ring_head'), p_gen) - 1
     OR EXISTS (SELECT FROM awa.workers w WHERE w.dead_since IS NOT NULL)
     OR EXISTS (SELECT FROM awa.beats b WHERE v_slot = ANY (b.held_slots)) THEN
    SELECT count(*), min(c.worker_id) INTO open_claims, open_worker
    FROM awa.claims_open_in(v_slot, p_most) AS c;
  END IF;
  history := awa.history_left(p_gen);
  RETURN NEXT;
END
$function$;
