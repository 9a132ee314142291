-- The version of the tables that these functions belong to: that of the newest migration.
-- awa.schema_history says it too, with more, but is empty after a dump of the schema alone was
-- restored; functions come with such a dump.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.schema_version() RETURNS integer
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
SELECT 1
$function$;
