-- Lets go of the unique keys of periods that are over: nobody can ask for them any more. Answers how many.
CREATE OR REPLACE FUNCTION awa.let_go_periods(p_limit integer) RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_gone bigint;
BEGIN
  WITH over AS (
    SELECT u.unique_key FROM awa.unique_claims u
    WHERE u.let_go_at < clock_timestamp() - interval '1 minute'
    ORDER BY u.let_go_at
    LIMIT p_limit
    FOR UPDATE SKIP LOCKED)
  DELETE FROM awa.unique_claims u USING over WHERE u.unique_key = over.unique_key;
  GET DIAGNOSTICS v_gone = ROW_COUNT;
  RETURN v_gone;
END
$function$;
