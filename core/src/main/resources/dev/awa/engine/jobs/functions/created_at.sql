-- When a job was made, as its ext tells; the given time when it tells nothing or nonsense.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.created_at(p_ext jsonb, p_otherwise timestamptz) RETURNS timestamptz
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
  IF p_ext ? 'created_at' THEN
    RETURN coalesce((p_ext ->> 'created_at')::timestamptz, p_otherwise);
  END IF;
  RETURN p_otherwise;
EXCEPTION WHEN data_exception THEN
  RETURN p_otherwise;
END
$function$;
