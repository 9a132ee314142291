-- Appends a generation to the ring, unless somebody else has.
CREATE OR REPLACE FUNCTION awa.open_segment(p_gen bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  INSERT INTO awa.ring (gen, slot) VALUES (p_gen, p_gen % 16) ON CONFLICT DO NOTHING;
  RETURN FOUND;
END
$function$;
