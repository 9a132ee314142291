-- Notes that a worker which beats now is alive for as long as its lease, for producers (awa.wake).
-- Where two note at once the earlier end may stay, until one of them beats again. A clock that was
-- set back leaves it too late, which does no harm.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.note_alive(p_lease interval) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
DECLARE
  v_until bigint := ceil(date_part('epoch', clock_timestamp() + p_lease));
BEGIN
  IF v_until > coalesce(pg_sequence_last_value('awa.alive_until'), 0) THEN
    PERFORM setval('awa.alive_until', v_until);
  END IF;
END
$function$;
