-- Whether a job carries what a filter asks for: the ordering key, all the tags, an error with the
-- text, the values in the arguments. The caller has read the values (awa.read_job).
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.carries(p_filter awa.job_filter, p_args json, p_ext json)
RETURNS boolean
LANGUAGE plpgsql STABLE AS $function$
DECLARE
  v_ext jsonb := CASE WHEN p_filter.tags IS NOT NULL
                           OR coalesce(p_filter.error, p_filter.ordering_key) IS NOT NULL
                      THEN awa.as_object(p_ext) END;
  v_arg jsonb;
BEGIN
  IF p_filter.ordering_key IS NOT NULL
     AND v_ext ->> 'ordering_key' IS DISTINCT FROM p_filter.ordering_key THEN
    RETURN false;
  END IF;
  IF p_filter.tags IS NOT NULL
     AND NOT coalesce(v_ext -> 'tags' ?& p_filter.tags, false) THEN
    RETURN false;
  END IF;
  IF p_filter.error IS NOT NULL
     AND NOT EXISTS (SELECT
                     FROM jsonb_path_query(v_ext, '$.errors[*].error') AS e
                     WHERE strpos(lower(e #>> '{}'), p_filter.error) > 0) THEN
    RETURN false;
  END IF;
  IF p_filter.args IS NOT NULL THEN
    FOR v_arg IN SELECT a FROM jsonb_array_elements(p_filter.args) AS a LOOP
      IF p_args #>> ARRAY(SELECT jsonb_array_elements_text(v_arg -> 'path'))
         IS DISTINCT FROM v_arg ->> 'value' THEN
        RETURN false;
      END IF;
    END LOOP;
  END IF;
  RETURN true;
EXCEPTION WHEN data_exception THEN -- written past the engine: what jsonb or text can't hold
  RETURN false;
END
$function$;
