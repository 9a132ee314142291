-- The key of a unique rule: sha256 over a JSON array of the parts the rule names. The arguments
-- enter as jsonb text, which has sorted keys and no insignificant white space, and without the
-- zeros that end a fraction: so arguments that jsonb calls equal give equal keys, whatever program
-- wrote them. Rule: {"queue": true, "args": true | ["field", ...], "key": "text", "period":
-- seconds}; the period is counted from the Unix epoch by the database's clock.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.unique_key(p_kind text, p_queue text, p_args json, p_rule jsonb)
RETURNS bytea
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
  SELECT sha256(convert_to(awa.without_zeros(jsonb_build_array(
    p_kind,
    CASE WHEN (p_rule -> 'queue') = 'true' THEN p_queue END,
    CASE jsonb_typeof(p_rule -> 'args')
      WHEN 'array' THEN (
        SELECT jsonb_build_object('fields',
                                  coalesce(jsonb_object_agg(f.name, p_args::jsonb -> f.name), '{}'))
        FROM jsonb_array_elements_text(p_rule -> 'args') AS f (name))
      WHEN 'boolean' THEN CASE WHEN (p_rule -> 'args') = 'true' THEN p_args::jsonb END
    END,
    p_rule ->> 'key',
    floor(extract(epoch FROM statement_timestamp()) / (p_rule ->> 'period')::numeric)
  )::text), 'UTF8'));
$function$;
