-- The first half of the advisory lock that says in pg_locks what a step of maintenance is at: see
-- awa.show_step.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.step_class() RETURNS integer
LANGUAGE sql STABLE AS $function$
  SELECT (hashtextextended('awa.leadership'::regclass::oid || '/step', 0) & 2147483647)::integer;
$function$;
