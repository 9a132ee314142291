-- How far a job was, as its ext tells; NULL where it tells nothing or nonsense.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.progress_of(p_ext json) RETURNS awa.progress
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
  v_progress jsonb;
BEGIN
  IF p_ext::text = '{}' THEN
    RETURN NULL; -- as it mostly is
  END IF;
  v_progress := awa.as_object(p_ext) -> 'progress';
  RETURN CASE WHEN jsonb_typeof(v_progress) = 'object'
              THEN ROW(v_progress ->> 'percent', v_progress ->> 'message',
                       v_progress ->> 'at')::awa.progress END;
EXCEPTION WHEN data_exception THEN
  RETURN NULL;
END
$function$;
