-- Fences a worker off: from the commit on nothing it sends is accepted. Takes the worker's lock exclusively, which waits
-- for its calls in flight. Does nothing, and says so, when the worker has beaten since it was suspected.
CREATE OR REPLACE FUNCTION awa.declare_dead(p_leader bigint, p_epoch bigint, p_worker bigint, p_beat_at timestamptz) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_epoch);
  PERFORM pg_advisory_xact_lock(p_worker);
  UPDATE awa.workers w SET state = 'dead'
  WHERE w.id = p_worker AND w.state = 'alive' AND w.beat_at = p_beat_at;
  RETURN FOUND;
END
$function$;
