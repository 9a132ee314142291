-- The number that the closure log has for the way in which a run ended: those of
-- dev.awa.engine.Closure, which a test holds it to. They are named here and nowhere else in SQL.
-- NULL for a word that is none. Computed when a plan is made.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.outcome(p_word text) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
  SELECT CASE p_word
    WHEN 'completed' THEN 1
    WHEN 'retried' THEN 2
    WHEN 'snoozed' THEN 3
    WHEN 'released' THEN 4
    WHEN 'failed' THEN 5
    WHEN 'cancelled' THEN 6
    WHEN 'rescued' THEN 7
    WHEN 'deadline_expired' THEN 8
  END::smallint;
$function$;
