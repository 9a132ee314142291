-- The slot that new rows go to. A writer may read it a moment too early and write into the previous
-- segment: claims read every slot, and prune proves emptiness under a lock.
CREATE OR REPLACE FUNCTION awa.current_slot() RETURNS smallint
LANGUAGE plpgsql STABLE AS $function$
BEGIN
  RETURN (SELECT r.slot FROM awa.ring r ORDER BY r.gen DESC LIMIT 1);
END
$function$;
