-- Which runs of a slot can't be read, and why: see awa.read_job. Reads the whole slot row by row,
-- so it is asked only after a carry of it has failed.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.unreadable_in(p_slot smallint)
RETURNS TABLE (job_id bigint, why text)
LANGUAGE plpgsql VOLATILE ROWS 1
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
BEGIN
  RETURN QUERY
    SELECT e.job_id, r.why
    FROM awa.ready_entries e
    CROSS JOIN LATERAL awa.read_job(e.kind, e.args, e.ext) AS r
    WHERE e.slot = p_slot AND r.why IS NOT NULL;
END
$function$;
