-- Refuses a json value that is missing or too large, nests too deep, or holds what jsonb refuses.
-- For: producer, reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.check_json(p_field text, p_value json, p_most_bytes integer)
RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_bytes    integer := octet_length(p_value::text);
  v_obstacle text;
BEGIN
  IF p_value IS NULL THEN
    PERFORM awa.refuse_job(p_field, NULL, 'must be valid JSON');
  ELSIF v_bytes > p_most_bytes THEN
    PERFORM awa.refuse_job(p_field, format('%s bytes', v_bytes),
                           format('must be at most %s bytes of JSON', p_most_bytes));
  ELSIF awa.json_depth(p_value, 501) > 500 THEN
    PERFORM awa.refuse_job(p_field, p_value::text, 'must nest at most 500 levels deep');
  END IF;
  v_obstacle := awa.jsonb_obstacle(p_value);
  IF v_obstacle IS NOT NULL THEN
    PERFORM awa.refuse_job(p_field, p_value::text, v_obstacle);
  END IF;
END
$function$;
