-- A field of a filter that is a list of texts; NULL when it is missing, null or empty.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.filter_list(p_filter jsonb, p_field text) RETURNS text[]
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF jsonb_typeof(p_filter -> p_field) NOT IN ('array', 'null') THEN
    PERFORM awa.refuse_job(p_field, p_filter ->> p_field, 'must be a list');
  END IF;
  IF jsonb_typeof(p_filter -> p_field) = 'array' AND p_filter -> p_field <> '[]' THEN
    RETURN ARRAY(SELECT t FROM jsonb_array_elements_text(p_filter -> p_field) AS t);
  END IF;
  RETURN NULL;
END
$function$;
