-- The jobs of ended runs that go on in one of some ways, with kind and arguments, which are read
-- from the run's row: without what can't be read of it (awa.read_job), where that is known. Inlined
-- into the statement that calls it. Index: ready_by_lane.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.ended_jobs(p_ended awa.ended_run[], p_nexts text[])
RETURNS TABLE (run awa.ended_run, max_attempts smallint, kind text, args json)
LANGUAGE sql STABLE AS $function$
  SELECT e, r.max_attempts,
         CASE WHEN e.unreadable IS NULL THEN r.kind
              ELSE (awa.read_job(r.kind, r.args, r.ext)).kind END,
         CASE WHEN e.unreadable IS NULL THEN r.args
              ELSE (awa.read_job(r.kind, r.args, r.ext)).args END
  FROM unnest(p_ended) AS e
  JOIN awa.ready_entries r
    ON r.slot = e.slot AND r.lane = e.lane
   AND r.xid = e.xid AND r.job_id = e.job_id AND r.run_no = e.run_no
  WHERE e.next = ANY (p_nexts);
$function$;
