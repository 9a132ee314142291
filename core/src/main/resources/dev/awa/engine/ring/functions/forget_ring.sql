-- Trigger of the ledger of the ring: without it there is no ring, so its sequences are as before
-- they were ever set, and writers get 55000 (awa.refuse_broken_ring). Who makes room for what
-- another server publishes truncates all tables; the rows come, and the sequences do not.
-- For: migrator.
CREATE OR REPLACE FUNCTION awa.forget_ring() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
BEGIN
  PERFORM setval('awa.ring_head', 0, false), setval('awa.ring_tail', 0, false);
  RETURN NULL;
END
$function$;
