-- The lanes that have claims or runs in a slot, in order: see awa.lanes_in_claims.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.lanes_with_rows_in(p_slot smallint) RETURNS integer[]
LANGUAGE plpgsql STABLE AS $function$
BEGIN
  RETURN ARRAY(
    SELECT awa.lanes_in_claims(p_slot) UNION SELECT awa.lanes_in_ready(p_slot) ORDER BY 1);
END
$function$;
