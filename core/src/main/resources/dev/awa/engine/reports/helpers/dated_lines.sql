-- The lines of a log as they are stored: [{"no", "at", "text"}]. They come with "ago_us", how long
-- ago each was written: the time is the database's. NULL for none.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.dated_lines(p_lines jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_now timestamptz := clock_timestamp();
BEGIN
  IF p_lines IS NULL THEN
    RETURN NULL;
  END IF;
  RETURN (
    SELECT jsonb_agg(jsonb_build_object(
             'no', l.no, 'at', v_now - l.ago_us * interval '1 microsecond', 'text', l.text)
             ORDER BY l.no)
    FROM jsonb_to_recordset(p_lines) AS l (no bigint, ago_us bigint, text text));
END
$function$;
