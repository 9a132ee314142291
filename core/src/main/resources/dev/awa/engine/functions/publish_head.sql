-- Lets writers use the newest generation of the ledger. Called after the rotation is committed, and now and then by
-- maintenance, in case a leader died in between.
CREATE OR REPLACE FUNCTION awa.publish_head() RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
  v_newest bigint := (SELECT r.gen FROM awa.ring r ORDER BY r.gen DESC LIMIT 1);
BEGIN
  IF v_newest > awa.head_gen() THEN
    PERFORM setval('awa.ring_head', v_newest);
  END IF;
END
$function$;
