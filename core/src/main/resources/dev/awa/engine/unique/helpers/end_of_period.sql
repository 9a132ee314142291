-- When the current period of a unique rule is over; NULL when the rule has none.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.end_of_period(p_rule jsonb) RETURNS timestamptz
LANGUAGE sql STABLE AS $function$
  SELECT to_timestamp(
    (floor(extract(epoch FROM statement_timestamp()) / (p_rule ->> 'period')::numeric) + 1)
    * (p_rule ->> 'period')::numeric);
$function$;
