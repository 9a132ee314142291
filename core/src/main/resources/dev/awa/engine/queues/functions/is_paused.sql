-- Whether a queue is paused: until it is resumed, or the time has come at which the pause ends.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.is_paused(p_queue awa.queues) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
  SELECT p_queue.paused AND coalesce(p_queue.paused_until > statement_timestamp(), true);
$function$;
