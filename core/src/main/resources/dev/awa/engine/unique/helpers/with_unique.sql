-- A job's ext with its unique key and the terminal states in which the key stays held.
CREATE OR REPLACE FUNCTION awa.with_unique(p_ext json, p_key bytea, p_rule jsonb) RETURNS json
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $function$
  SELECT (p_ext::jsonb || jsonb_build_object('unique', jsonb_build_object(
            'key', encode(p_key, 'hex'), 'hold', coalesce(p_rule -> 'hold', '[]'))))::json;
$function$;
