-- The stripe of a job in a queue of p_stripes: jobs of one ordering key stay in one, those without
-- a key take turns.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.stripe_of(p_key text, p_turn bigint, p_stripes smallint)
RETURNS smallint
LANGUAGE sql IMMUTABLE AS $function$
  SELECT (CASE WHEN p_stripes = 1 THEN 0
               WHEN p_key IS NULL THEN p_turn % p_stripes
               ELSE abs(hashtextextended(p_key, 0) % p_stripes) END)::smallint;
$function$;
