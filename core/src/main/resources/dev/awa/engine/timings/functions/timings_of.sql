-- How long runs waited, how long handlers took and how runs ended: of all queues and kinds, or of
-- the queue and the kind that are given, from p_from on, before p_to; by default in the last hour.
-- A row for each step and pair of queue and kind (p_per 'kind'), each queue ('queue': kind is ''),
-- or for all of them ('all': queue is '' too), by time, queue and kind. p_step: how long a step is;
-- NULL: all is one. What is older than an hour is kept by five minutes, what is older than two days
-- by the hour, for 90 days at least. waits, runs: for awa.percentile. kind '': see awa.timings.
--
-- Needs READ COMMITTED: a slot that is emptied meanwhile would be missed. Reads by index.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.timings_of(
  p_queue text DEFAULT NULL, p_kind text DEFAULT NULL,
  p_from timestamptz DEFAULT clock_timestamp() - interval '1 hour',
  p_to timestamptz DEFAULT clock_timestamp(), p_step interval DEFAULT NULL,
  p_per text DEFAULT 'kind'
) RETURNS TABLE (
  at timestamptz, queue text, kind text, completed bigint, retried bigint, failed bigint,
  cancelled bigint, snoozed bigint, put_back bigint,
  wait_us bigint, wait_max_us bigint, waits bigint[],
  run_us bigint, run_max_us bigint, runs bigint[]
)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
#variable_conflict use_column
BEGIN
  PERFORM awa.require_read_committed('a sum of timings');
  IF p_per NOT IN ('kind', 'queue', 'all') THEN
    RAISE EXCEPTION 'timings: per must be kind, queue or all, got %', p_per
    USING ERRCODE = '22023';
  END IF;
  LOCK TABLE awa.timings IN ACCESS SHARE MODE; -- before the snapshot: see awa.fold_timings
  RETURN QUERY
    SELECT s.at, s.queue, s.kind, s.completed, s.retried, s.failed, s.cancelled, s.snoozed,
           s.put_back, s.wait_us, s.wait_max_us, s.waits, s.run_us, s.run_max_us, s.runs
    FROM awa.sum_timings(NULL, p_queue, p_kind, p_from, p_to, p_step, p_per) AS s
    ORDER BY s.at, s.queue, s.kind;
END
$function$;
