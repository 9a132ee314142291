-- The settings of a kind that are set, by name; times in seconds.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.kind_settings(p_kind awa.kinds) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
  SELECT jsonb_strip_nulls(jsonb_build_object(
    'keep_failed', trim_scale(extract(epoch FROM p_kind.keep_failed)),
    'keep_dead_letters', trim_scale(extract(epoch FROM p_kind.keep_dead_letters))));
$function$;
