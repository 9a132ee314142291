-- As of which snapshot a segment holds no run that waits; NULL when some wait, or when it is the
-- current one.
--
-- STABLE, as awa.lanes_waiting_in is, so that the proof looks with the very snapshot that is
-- answered. With a later one it would see claims whose transactions are not below the snapshot's
-- epoch, and awa.is_held would overlook them.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.drained(p_gen bigint) RETURNS pg_snapshot
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_now pg_snapshot := pg_current_snapshot();
BEGIN
  IF p_gen < awa.tail_gen() OR NOT EXISTS (SELECT FROM awa.ring r WHERE r.gen > p_gen)
     OR EXISTS (SELECT FROM awa.lanes_waiting_in((p_gen % 16)::smallint, 1)) THEN
    RETURN NULL;
  END IF;
  RETURN v_now;
END
$function$;
