-- Opens the next segment when the current one holds anything and is old or large enough, or was
-- opened in the future: by another clock, which says nothing of its age. Does nothing on an idle
-- queue, and when the next slot is not free. Answers whether it did. Safe with two leaders: the
-- ledger's key lets one through.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.rotate(p_leader bigint, p_term bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_published bigint := awa.head_before_id();
  v_head  awa.ring;
  v_state awa.storage_state;
  v_bytes bigint;
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_term);
  SELECT * INTO v_head FROM awa.ring r ORDER BY r.gen DESC LIMIT 1;
  SELECT * INTO v_state FROM awa.storage_state;
  v_bytes := awa.slot_bytes(v_head.slot);
  IF v_bytes = 0
     OR v_head.gen + 1 - awa.tail_gen() >= 16
     OR (v_head.rotated_at BETWEEN clock_timestamp() - v_state.rotate_after AND clock_timestamp()
         AND v_bytes < v_state.rotate_bytes) THEN
    RETURN false;
  END IF;
  RETURN awa.open_segment(v_head.gen + 1, v_published);
END
$function$;
