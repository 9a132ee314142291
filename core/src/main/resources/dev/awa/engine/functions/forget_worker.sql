-- Takes a dead worker whose runs were all rescued out of the list.
CREATE OR REPLACE FUNCTION awa.forget_worker(p_leader bigint, p_epoch bigint, p_worker bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_epoch);
  DELETE FROM awa.sleepers s WHERE s.worker_id = p_worker;
  DELETE FROM awa.workers w WHERE w.id = p_worker AND w.state = 'dead';
END
$function$;
