-- The unique key that a job lets go of when it is cancelled, as its ext tells. NULL when it has
-- none, when cancelled jobs hold it too, and when what somebody wrote there past the engine is no
-- key.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.key_of_cancelled(p_ext jsonb) RETURNS bytea
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
  SELECT CASE WHEN p_ext -> 'unique' ->> 'key' ~ '^([0-9a-f]{2})+$'
                   AND NOT p_ext -> 'unique' -> 'hold' ? 'cancelled'
              THEN decode(p_ext -> 'unique' ->> 'key', 'hex') END;
$function$;
