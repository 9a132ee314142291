-- The generation that new rows go to. Not read through a snapshot: a transaction with an old one must not write into a
-- slot that was pruned since. A writer may all the same read it a moment too early and write into an older segment, which
-- is harmless while that is live: claims read every live slot, and prune proves emptiness under a lock. Whether it is
-- live, awa.refuse_pruned tells.
CREATE OR REPLACE FUNCTION awa.head_gen() RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  RETURN (SELECT s.last_value FROM awa.ring_head s);
END
$function$;
