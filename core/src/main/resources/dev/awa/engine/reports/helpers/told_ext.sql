-- An ext with what an attempt has told last. p_progress: percent, message, at. p_checkpoint:
-- {"value": ...}; {} where it was forgotten. NULL: nothing new.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.told_ext(p_ext jsonb, p_progress jsonb, p_checkpoint jsonb)
RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE AS $function$
BEGIN
  RETURN CASE WHEN p_checkpoint IS NULL OR p_checkpoint ? 'value' THEN p_ext
              ELSE p_ext - 'checkpoint' END
         || CASE WHEN p_checkpoint ? 'value'
                   THEN jsonb_build_object('checkpoint', p_checkpoint -> 'value') ELSE '{}' END
         || CASE WHEN jsonb_typeof(p_progress) = 'object'
                   THEN jsonb_build_object('progress', p_progress) ELSE '{}' END;
END
$function$;
