-- Refuses the arguments of a unique rule when they are neither true or false nor a list of field
-- names.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.check_unique_args(p_args jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF jsonb_typeof(p_args) NOT IN ('boolean', 'array') OR p_args = '[]' THEN
    PERFORM awa.refuse_job('unique.fields', p_args::text, 'must be true, or a list of field names');
  ELSIF jsonb_typeof(p_args) = 'array' THEN
    PERFORM CASE jsonb_typeof(f.field)
              WHEN 'string'
                THEN awa.check_name(format('unique.fields[%s]', f.ord - 1), f.field #>> '{}')
              ELSE awa.refuse_job(format('unique.fields[%s]', f.ord - 1), f.field::text,
                                  'must be a text')
            END
    FROM jsonb_array_elements(p_args) WITH ORDINALITY AS f (field, ord);
  END IF;
END
$function$;
