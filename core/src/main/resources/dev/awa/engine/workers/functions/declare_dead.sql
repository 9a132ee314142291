-- Fences a worker off: from the commit on nothing it sends is accepted. Takes the worker's lock
-- exclusively, which waits for its calls in flight, but no longer than p_patience: one may hang at
-- the server for as long as its client stands still, and the leader has other work.
--
-- Answers 'dead'; 'alive' when the worker has beaten since it was suspected, or has left; or 'busy'
-- when a call of it keeps the lock (see awa.keepers_of).
--
-- Lock order: worker, its row of workers, its row of beats.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.declare_dead(
  p_leader bigint, p_term bigint, p_worker bigint, p_beat_at timestamptz, p_patience interval
) RETURNS text
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_term);
  IF NOT awa.lock_worker(p_worker, p_patience) THEN
    RETURN 'busy';
  END IF;
  PERFORM FROM awa.workers w WHERE w.id = p_worker FOR UPDATE;
  -- it can't beat any more
  DELETE FROM awa.beats b WHERE b.worker_id = p_worker AND b.beat_at = p_beat_at;
  IF NOT FOUND THEN
    RETURN 'alive';
  END IF;
  -- on a clock that was set back its last beat may lie ahead: nobody has died in the future
  UPDATE awa.workers w SET dead_since = least(p_beat_at, clock_timestamp()) WHERE w.id = p_worker;
  RETURN 'dead';
END
$function$;
