-- The generation that rows which this transaction writes now go to: see awa.head_gen. The transaction has its id before it
-- looks at the head, so that the later of two ids has not looked earlier than the other was given out: what ring.since
-- promises, and claims count on (awa.slots_since).
CREATE OR REPLACE FUNCTION awa.write_gen() RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_xid xid8 := pg_current_xact_id();
BEGIN
  RETURN awa.head_gen();
END
$function$;
