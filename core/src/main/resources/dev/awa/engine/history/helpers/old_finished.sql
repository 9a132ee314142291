-- Up to p_limit cancelled and failed jobs that have been kept for the storage's time, locked; not
-- those that somebody else has locked. Index: finished_by_time.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.old_finished(p_limit integer) RETURNS bigint[]
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_before timestamptz := clock_timestamp() - (SELECT s.keep_failed FROM awa.storage_state s);
BEGIN
  RETURN ARRAY(
    SELECT t.job_id
    FROM awa.finished_jobs t
    WHERE t.finished_at < v_before
    ORDER BY t.finished_at
    LIMIT p_limit
    FOR UPDATE SKIP LOCKED);
END
$function$;
