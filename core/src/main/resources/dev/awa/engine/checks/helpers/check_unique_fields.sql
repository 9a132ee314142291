-- Refuses a unique rule that names a field which the arguments don't have: without it every job of
-- the kind would have the same key. A field that may be missing is to be there as null. In the
-- words of dev.awa.engine.UniqueRule, which also knows the fields of a Java type. p_fields is the
-- part "args" of the rule.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.check_unique_fields(p_fields jsonb, p_args json) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_names text[];
  v_has   text := 'which is no object';
BEGIN
  IF jsonb_typeof(p_fields) IS DISTINCT FROM 'array' THEN
    RETURN;
  END IF;
  IF json_typeof(p_args) = 'object' THEN
    v_names := ARRAY(SELECT json_object_keys(p_args));
    v_has := CASE WHEN v_names = '{}' THEN 'which has none' ELSE 'which has ' END || (
      SELECT concat(string_agg(CASE WHEN char_length(n.name) > 40 THEN left(n.name, 40) || '...'
                                    ELSE n.name END, ', '
                               ORDER BY n.ord),
                    CASE WHEN cardinality(v_names) > 10 THEN ', ...' END)
      FROM unnest(v_names[1:10]) WITH ORDINALITY AS n (name, ord));
  END IF;
  PERFORM awa.refuse_job(format('unique.fields[%s]', f.ord - 1), f.name,
                         'must be a field of args, ' || v_has)
  FROM jsonb_array_elements_text(p_fields) WITH ORDINALITY AS f (name, ord)
  WHERE f.name = ANY (v_names) IS NOT TRUE
  ORDER BY f.ord
  LIMIT 1;
END
$function$;
