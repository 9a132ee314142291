-- The unique key that a job was given, as its ext tells; NULL when it has none, or when what
-- somebody wrote there past the engine is no key.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.key_of(p_ext json) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE AS $function$
DECLARE
  v_key text := awa.as_object(p_ext) -> 'unique' ->> 'key';
BEGIN
  RETURN CASE WHEN v_key ~ '^([0-9a-f]{2})+$' THEN decode(v_key, 'hex') END;
END
$function$;
