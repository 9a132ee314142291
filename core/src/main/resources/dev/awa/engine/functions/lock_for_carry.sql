-- Keeps the waiting runs of a slot as they are: nobody claims from their stripes, nobody writes into the slot. False when
-- somebody is at it just now; never waits. Writers first: a lane whose first run were committed after the look at the
-- lanes would not be locked, and a run of it that is claimed meanwhile would be carried twice, as waiting and as open.
CREATE OR REPLACE FUNCTION awa.lock_for_carry(p_slot smallint) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  EXECUTE format('LOCK TABLE %s IN SHARE MODE NOWAIT', awa.partition_of('ready_entries', p_slot));
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT l.queue, l.stripe
                 FROM awa.lanes l
                 WHERE EXISTS (SELECT FROM awa.ready_entries e WHERE e.slot = p_slot AND e.lane = l.lane)
                 ORDER BY l.queue, l.stripe) AS s
    WHERE NOT pg_try_advisory_xact_lock(awa.stripe_lock(s.queue, s.stripe))) THEN
    RETURN false;
  END IF;
  RETURN true;
EXCEPTION WHEN lock_not_available THEN
  RETURN false;
END
$function$;
