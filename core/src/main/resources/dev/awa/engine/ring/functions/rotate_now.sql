-- Opens the next segment, whatever the age and size of the current one. Answers 'rotated'; 'empty'
-- when the current one holds nothing, so a new one would be the same; or 'full' when the next slot
-- is not free. See awa.rotate.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.rotate_now(p_leader bigint, p_term bigint) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
DECLARE
  v_published bigint := awa.head_before_id();
  v_head awa.ring;
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_term);
  SELECT * INTO v_head FROM awa.ring r ORDER BY r.gen DESC LIMIT 1;
  IF awa.slot_bytes(v_head.slot) = 0 THEN
    RETURN 'empty';
  END IF;
  IF v_head.gen + 1 - awa.tail_gen() >= 16 THEN
    RETURN 'full';
  END IF;
  PERFORM awa.open_segment(v_head.gen + 1, v_published); -- or another leader has just now
  RETURN 'rotated';
END
$function$;
