-- Whether the locks of a segment can be had: takes them as awa.lock_segment does, and gives them
-- back at once. Every claim call that was at work when they were had is over; one that began later
-- has read the head of the ring later.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.segment_is_free(p_slot smallint, p_patience interval) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF NOT awa.lock_segment(p_slot, p_patience) THEN
    RETURN false;
  END IF;
  RAISE EXCEPTION 'the locks are given back' USING ERRCODE = 'AW000';
EXCEPTION WHEN SQLSTATE 'AW000' THEN
  RETURN true; -- the locks are gone with what was begun here
END
$function$;
