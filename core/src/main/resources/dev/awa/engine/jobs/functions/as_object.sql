-- A json value as a jsonb object; an empty one when it can't be one. Rows written past the engine
-- may hold what jsonb refuses (NUL characters, lone surrogates): they must not stop the job they
-- belong to.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.as_object(p_value json) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
  RETURN CASE WHEN json_typeof(p_value) = 'object' THEN p_value::jsonb ELSE '{}' END;
EXCEPTION WHEN data_exception THEN
  RETURN '{}';
END
$function$;
