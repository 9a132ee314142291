-- The generation of the rows that this transaction writes now: see awa.head_gen. Takes the
-- transaction id first, then reads the head. So if the id of A is older than that of B, B reads the
-- head after the id of A was given out. ring.since promises this, and claims rely on it
-- (awa.slots_since).
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.write_gen() RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_xid xid8 := pg_current_xact_id();
BEGIN
  RETURN awa.head_gen();
END
$function$;
