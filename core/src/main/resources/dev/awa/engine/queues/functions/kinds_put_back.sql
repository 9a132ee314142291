-- The kinds of jobs that were put back, because some worker had no handler for them or could not
-- begin them, and wait for their next try, with how many there are of each: of the thousand
-- deferred jobs that are due next. What can't be read of a job is left out. Index:
-- deferred_by_run_at.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.kinds_put_back()
RETURNS TABLE (queue text, kind text, jobs bigint)
LANGUAGE plpgsql STABLE ROWS 10 SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET jit = off AS $function$
#variable_conflict use_column
BEGIN
  RETURN QUERY
    SELECT l.queue, j.kind, count(*)
    FROM (SELECT x.lane, x.kind, x.ext
          FROM awa.deferred_jobs x
          ORDER BY x.run_at, x.job_id
          LIMIT 1000) AS d
    CROSS JOIN LATERAL awa.read_job(d.kind, NULL, d.ext) AS j
    JOIN awa.lanes l ON l.lane = d.lane
    WHERE awa.as_object(j.ext) -> 'errors' -> -1 ? 'put_back'
    GROUP BY l.queue, j.kind
    ORDER BY l.queue, j.kind;
END
$function$;
