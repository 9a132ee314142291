-- A page of the jobs that a filter means (awa.read_filter), newest first, as awa.jobs shows them:
-- up to most with an id below older_than or, next to it and oldest first, above newer_than; then
-- one row without a job, whose next is the older_than, or newer_than, of the next page, NULL where
-- nothing is left. A page reads no more than so many rows, and looks into no more than so many
-- jobs, whatever is kept: one that has fewer jobs than were asked for, or none, and a next, has
-- looked that far. State, queue, kind, ids and unique are found by indexes, for all else jobs are
-- looked into. A list with created_after ends where all jobs are an hour older than that: ids are
-- given out in the order of time, but for the time that a statement takes. A job that moves while
-- the page is made is shown once. Refuses a filter that nothing could match with AW001. The claim
-- log is locked before the snapshot is taken: see awa.cursor_of.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.list_jobs(
  filter jsonb DEFAULT '{}', older_than bigint DEFAULT NULL, newer_than bigint DEFAULT NULL,
  most integer DEFAULT 20
) RETURNS TABLE (job awa.jobs, next bigint)
LANGUAGE plpgsql VOLATILE ROWS 50
SET search_path = pg_catalog, pg_temp SET jit = off
SET max_parallel_workers_per_gather = 0 AS $function$
DECLARE
  v_filter awa.job_filter := awa.read_filter(filter);
BEGIN
  PERFORM awa.check_number('most', most, 10000);
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE;
  IF v_filter.ids IS NOT NULL THEN
    RETURN QUERY SELECT * FROM awa.page_of_ids(v_filter, older_than, newer_than, most);
  ELSE
    RETURN QUERY SELECT * FROM awa.page_of_jobs(v_filter, older_than, newer_than, most);
  END IF;
END
$function$;
