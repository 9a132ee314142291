-- Raises AW006 while some worker lives: one that was not declared dead and has beaten within its
-- lease. A beat in the future is within it.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.refuse_living_workers() RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_alive text;
  v_until interval;
BEGIN
  SELECT string_agg(format(
           CASE WHEN b.beat_at > clock_timestamp()
                  THEN '%s (%s, its last beat lies %s s in the future)'
                ELSE '%s (%s, silent for %s s)' END,
           w.name, w.id, abs(round(extract(epoch FROM clock_timestamp() - b.beat_at)))), ', '
           ORDER BY b.beat_at DESC),
         max(b.beat_at + w.lease) - clock_timestamp()
  INTO v_alive, v_until
  FROM awa.beats b
  JOIN awa.workers w ON w.id = b.worker_id
  WHERE b.beat_at > clock_timestamp() - w.lease;
  IF v_alive IS NOT NULL THEN
    RAISE EXCEPTION 'workers are alive: %', v_alive
      USING ERRCODE = 'AW006',
            HINT = format('Stop them. One that was restored along with the data and does not run '
                          'is taken for dead when its lease is over: the last in %s s.',
                          ceil(extract(epoch FROM v_until)));
  END IF;
END
$function$;
