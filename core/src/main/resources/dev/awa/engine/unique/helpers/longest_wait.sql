-- How long after it was made a job is ready at the latest, however often it is replaced; NULL when
-- its unique rule does not say.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.longest_wait(p_rule jsonb) RETURNS interval
LANGUAGE sql IMMUTABLE AS $function$
  SELECT make_interval(secs => (p_rule ->> 'longest_wait')::double precision);
$function$;
