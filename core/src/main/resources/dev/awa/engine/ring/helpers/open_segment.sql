-- Appends a generation to the ring, unless somebody else has. p_head: what was read of the head
-- before this transaction had an id, NULL when it had one already: see ring.since.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.open_segment(p_gen bigint, p_head bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  INSERT INTO awa.ring (gen, slot, since)
  VALUES (p_gen, p_gen % 16, CASE WHEN p_head >= p_gen - 1 THEN pg_current_xact_id() END)
  ON CONFLICT DO NOTHING;
  RETURN FOUND;
END
$function$;
