-- What a filter wants of arguments: a list of objects with a path, a list of texts, and the value
-- that stands there, a text. NULL when it wants nothing.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.filter_args(p_filter jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_part jsonb;
BEGIN
  IF awa.filter_list(p_filter, 'args') IS NULL THEN
    RETURN NULL;
  END IF;
  FOR v_part IN SELECT p FROM jsonb_array_elements(p_filter -> 'args') AS p LOOP
    IF NOT coalesce(jsonb_typeof(v_part) = 'object' AND jsonb_typeof(v_part -> 'path') = 'array'
                    AND v_part -> 'path' <> '[]' AND jsonb_typeof(v_part -> 'value') = 'string',
                    false) THEN
      PERFORM awa.refuse_job('args', v_part::text,
                             'must be objects {"path": ["customer", "id"], "value": "7"}');
    END IF;
  END LOOP;
  RETURN p_filter -> 'args';
END
$function$;
