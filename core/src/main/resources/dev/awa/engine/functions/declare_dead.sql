-- Fences a worker off: from the commit on nothing it sends is accepted. Takes the worker's lock exclusively, which waits
-- for its calls in flight. Does nothing, and says so, when the worker has beaten since it was suspected, or has left.
--
-- Lock order: worker, its row of workers, its row of beats.
CREATE OR REPLACE FUNCTION awa.declare_dead(p_leader bigint, p_epoch bigint, p_worker bigint, p_beat_at timestamptz) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_epoch);
  PERFORM pg_advisory_xact_lock(p_worker);
  PERFORM FROM awa.workers w WHERE w.id = p_worker FOR UPDATE;
  DELETE FROM awa.beats b WHERE b.worker_id = p_worker AND b.beat_at = p_beat_at; -- it can't beat any more
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE awa.workers w SET dead_since = p_beat_at WHERE w.id = p_worker;
  RETURN true;
END
$function$;
