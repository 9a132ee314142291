-- The rule that a json value breaks when it can't be read as jsonb; NULL when it can. json is
-- validated text; jsonb stores values, and refuses what PostgreSQL has no value for.
-- For: producer, reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.jsonb_obstacle(p_value json) RETURNS text
LANGUAGE plpgsql STABLE AS $function$
BEGIN
  PERFORM p_value::jsonb;
  RETURN NULL;
EXCEPTION
  WHEN untranslatable_character THEN
    RETURN 'must not contain NUL characters';
  WHEN invalid_text_representation THEN
    RETURN 'must not contain lone surrogates';
  WHEN numeric_value_out_of_range THEN
    RETURN 'must hold only numbers of at most 131072 digits before and 16383 after the decimal '
           'point';
END
$function$;
