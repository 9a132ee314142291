-- A priority after some waiting: one step better for each full aging interval, never better than 1.
-- An aging interval of 0 seconds means no aging.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.effective_priority(
  p_priority smallint, p_waited interval, p_aging double precision
) RETURNS integer
LANGUAGE sql IMMUTABLE AS $function$
  SELECT CASE WHEN p_aging <= 0 THEN p_priority
              ELSE greatest(
                1, p_priority - floor(greatest(0, extract(epoch FROM p_waited)) / p_aging)
              )::integer END;
$function$;
