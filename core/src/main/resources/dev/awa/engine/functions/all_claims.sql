-- Every claim of the retained segments and of the carry partition.
CREATE OR REPLACE FUNCTION awa.all_claims() RETURNS awa.slot_claim[]
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  RETURN ARRAY(SELECT ROW(c.slot, c.lane, c.claim_no)::awa.slot_claim FROM awa.claims c);
END
$function$;
