-- The notification channel of this schema. Made from an oid because channel names are cut at 63
-- bytes.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.channel() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
  SELECT 'awa_' || 'awa.lanes'::regclass::oid;
$function$;
