-- The generation of the head, when the transaction has no id yet; else NULL. See ring.since.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.head_before_id() RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  RETURN CASE WHEN pg_current_xact_id_if_assigned() IS NULL THEN awa.head_gen() END;
END
$function$;
