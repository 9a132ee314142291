-- The number of a flush that no worker sends: closures that were made for a dead worker, or under a
-- living one, have one in the place of that worker's own numbers, which begin with 1. NULL for a
-- word that is none.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.flush_of(p_who text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
  SELECT CASE p_who WHEN 'rescue' THEN -1 WHEN 'cancellation' THEN -2 END::bigint;
$function$;
