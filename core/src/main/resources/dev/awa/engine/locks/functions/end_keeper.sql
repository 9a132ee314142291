-- Ends a server process that keeps the lock of a worker: one that was declared dead, or is to be,
-- for a silence that began with a beat (p_beat_at, else NULL). Its transaction is rolled back and
-- its locks are let go, the stripe's among them. Answers whether it was told to end; false when it
-- keeps the lock no longer, or the worker has beaten. Raises AW004 when the caller does not lead
-- any more, 42501 when its role may not end processes of that role.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.end_keeper(
  p_leader bigint, p_term bigint, p_worker bigint, p_beat_at timestamptz, p_pid integer
) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_term);
  IF EXISTS (SELECT FROM awa.beats b
             WHERE b.worker_id = p_worker AND b.beat_at IS DISTINCT FROM p_beat_at)
     OR NOT EXISTS (SELECT FROM awa.keepers_of(p_worker) k WHERE k.pid = p_pid) THEN
    RETURN false;
  END IF;
  RETURN pg_terminate_backend(p_pid);
END
$function$;
