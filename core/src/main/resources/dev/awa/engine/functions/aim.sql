-- The generation that rows which this transaction writes now go to: see awa.head_gen. The transaction has its id before it
-- looks at the head, so that the later of two ids has not looked earlier than the other was given out: what ring.since
-- promises, and claims count on (awa.slots_since).
CREATE OR REPLACE FUNCTION awa.aim() RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
  PERFORM pg_current_xact_id();
  RETURN (SELECT s.last_value FROM awa.ring_head s);
END
$function$;
