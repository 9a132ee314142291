-- Takes the rows of schedules to change them, by name, and answers those that there are. Waits for
-- somebody who changes one of them in a transaction that is open, as long as lock_timeout says;
-- then says who that is (55P03). Index: schedules_pkey.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.lock_schedules(p_names text[]) RETURNS SETOF awa.schedules
LANGUAGE plpgsql VOLATILE ROWS 1 AS $function$
BEGIN
  RETURN QUERY
    SELECT s.* FROM awa.schedules s WHERE s.name = ANY (p_names) ORDER BY s.name FOR UPDATE;
EXCEPTION WHEN lock_not_available THEN
  PERFORM awa.refuse_used(
    CASE WHEN cardinality(p_names) = 1 THEN format('schedule "%s" is', p_names[1])
         ELSE 'one of the schedules is' END,
    awa.lockers_of('awa.schedules', ARRAY(
      SELECT s.xmax FROM awa.schedules s WHERE s.name = ANY (p_names))));
END
$function$;
