-- How many of some jobs that have failed are dead letters, by the lane of each: those of queues
-- that keep them.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.kept_dead_letters(p_lanes integer[]) RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
DECLARE
  v_without integer[] := awa.lanes_without_dead_letters(p_lanes);
BEGIN
  RETURN (SELECT count(*) FROM unnest(p_lanes) AS l (lane) WHERE l.lane <> ALL (v_without));
END
$function$;
