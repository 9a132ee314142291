-- Refuses a job: raises AW001 in the words of dev.awa.InvalidJobException. The detail is a JSON
-- object {"field", "value", "rule"}; the value is shortened to 100 characters.
-- For: producer, reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.refuse_job(p_field text, p_value text, p_rule text) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_value text := regexp_replace(coalesce(p_value, 'null'), E'[\x01-\x1f\x7f]', chr(65533), 'g');
BEGIN
  IF char_length(v_value) > 100 THEN
    v_value := left(v_value, 97) || '...';
  END IF;
  RAISE EXCEPTION USING
    ERRCODE = 'AW001',
    MESSAGE = format('%s: %s, got %s', p_field, p_rule, coalesce(nullif(v_value, ''), '""')),
    DETAIL = json_build_object('field', p_field, 'value', v_value, 'rule', p_rule)::text;
END
$function$;
