-- Raises AW006 while some worker lives: one that was not declared dead and has beaten within the lease.
CREATE OR REPLACE FUNCTION awa.refuse_living_workers(p_lease interval) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_alive text := (
    SELECT string_agg(format('%s (%s, silent for %s s)', w.name, w.id,
                             round(extract(epoch FROM clock_timestamp() - b.beat_at))), ', ' ORDER BY b.beat_at DESC)
    FROM awa.beats b
    JOIN awa.workers w ON w.id = b.worker_id
    WHERE b.beat_at > clock_timestamp() - p_lease);
BEGIN
  IF v_alive IS NOT NULL THEN
    RAISE EXCEPTION 'workers are alive: %', v_alive
      USING ERRCODE = 'AW006',
            HINT = format('Stop them. One that was restored along with the data and does not run is taken for dead when it has been silent for %s s.',
                          extract(epoch FROM p_lease)::integer);
  END IF;
END
$function$;
