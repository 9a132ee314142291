-- The living workers whose last beat makes them suspect (awa.is_silent), for how long they have
-- been silent by the clock (less than nothing when the beat lies in the future), whether the
-- session lock of a worker that keeps one is free (its process has ended then, or has lost its
-- connection), and what they promised.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.suspects()
RETURNS TABLE (worker_id bigint, beat_at timestamptz, silent interval, lock_free boolean,
               beat interval, lease interval, death_grace interval)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
DECLARE
  v_worker record;
BEGIN
  FOR v_worker IN
    SELECT b.worker_id, b.beat_at, b.holds_lock, w.beat, w.lease, w.death_grace
    FROM awa.beats b JOIN awa.workers w ON w.id = b.worker_id
    WHERE awa.is_silent(b.beat_at, w) LOOP
    worker_id := v_worker.worker_id;
    beat_at := v_worker.beat_at;
    silent := clock_timestamp() - v_worker.beat_at;
    lock_free := v_worker.holds_lock AND pg_try_advisory_xact_lock(- v_worker.worker_id);
    beat := v_worker.beat;
    lease := v_worker.lease;
    death_grace := v_worker.death_grace;
    RETURN NEXT;
  END LOOP;
END
$function$;
