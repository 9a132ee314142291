-- The living workers whose beat is older than the grace time, and whether the session lock of a worker that keeps one
-- is free: its process has ended then, or has lost its connection.
CREATE OR REPLACE FUNCTION awa.suspects(p_grace interval) RETURNS TABLE (worker_id bigint, beat_at timestamptz, silent interval, lock_free boolean)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
DECLARE
  v_worker record;
BEGIN
  FOR v_worker IN
    SELECT b.* FROM awa.beats b WHERE b.beat_at < clock_timestamp() - p_grace LOOP
    worker_id := v_worker.worker_id;
    beat_at := v_worker.beat_at;
    silent := clock_timestamp() - v_worker.beat_at;
    lock_free := v_worker.holds_lock AND pg_try_advisory_xact_lock(- v_worker.worker_id);
    RETURN NEXT;
  END LOOP;
END
$function$;
