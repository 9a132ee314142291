-- Lets go of up to p_limit unique keys of periods that are over: nobody can ask for them any more.
-- Answers how many. Index: unique_keys_let_go_at.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.let_go_periods(p_limit integer) RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
SET jit = off SET lock_timeout = '2s' AS $function$
BEGIN
  RETURN awa.let_go(ARRAY(
    SELECT u.unique_key FROM awa.unique_keys u
    WHERE u.let_go_at < clock_timestamp() - interval '1 minute'
    ORDER BY u.let_go_at
    LIMIT p_limit
    FOR UPDATE SKIP LOCKED));
END
$function$;
