-- A page of jobs, newest first: up to p_limit with an id below p_before (NULL: the newest), of one
-- or any state, queue and kind, as awa.jobs shows them; then one row without a job, whose next is
-- the id before which the next page begins, NULL where nothing is left. A page reads no more than
-- so many rows, whatever is kept: one that has fewer jobs than were asked for, or none, and a next,
-- has looked that far. A job that moves while the page is made is shown once. The claim log is
-- locked before the snapshot is taken: see awa.cursor_of. Refuses a filter that nothing could match
-- with AW001.
CREATE OR REPLACE FUNCTION awa.list_jobs(
  p_state text, p_queue text, p_kind text, p_before bigint, p_limit integer
) RETURNS TABLE (job awa.jobs, next bigint)
LANGUAGE plpgsql VOLATILE ROWS 50
SET search_path = pg_catalog, pg_temp SET jit = off
SET max_parallel_workers_per_gather = 0 AS $function$
BEGIN
  PERFORM awa.check_filter(p_state, p_queue, p_kind, p_limit);
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE;
  RETURN QUERY SELECT * FROM awa.page_of_jobs(p_state, p_queue, p_kind, p_before, p_limit);
END
$function$;
