-- Up to p_limit dead letters that have been kept for the storage's time, locked; not those
-- that somebody else has locked. Index: dead_letters_by_time.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.old_dead_letters(p_limit integer) RETURNS bigint[]
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_before timestamptz := clock_timestamp() - (SELECT s.keep_dead_letters FROM awa.storage_state s);
BEGIN
  RETURN ARRAY(
    SELECT t.job_id
    FROM awa.dead_letters t
    WHERE t.finished_at < v_before
    ORDER BY t.finished_at
    LIMIT p_limit
    FOR UPDATE SKIP LOCKED);
END
$function$;
