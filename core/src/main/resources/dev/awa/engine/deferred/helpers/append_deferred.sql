-- Adds jobs that are due later to the deferred jobs. The i-th element of every array describes the
-- i-th job.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.append_deferred(
  p_queues       text[],
  p_priorities   smallint[],
  p_keys         text[],
  p_kinds        text[],
  p_args         json[],
  p_exts         json[],
  p_max_attempts smallint[],
  p_ids          bigint[],
  p_dues         timestamptz[]
) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_lanes integer[] := awa.lanes_of(p_queues, p_priorities, p_keys);
BEGIN
  PERFORM awa.head_gen(); -- refuses where there is no ring
  INSERT INTO awa.deferred_jobs (lane, job_id, max_attempts, kind, args, ext, run_at)
  SELECT j.lane, j.id, j.max_attempts, j.kind, j.args, j.ext, j.due
  FROM unnest(v_lanes, p_ids, p_max_attempts, p_kinds, p_args, p_exts, p_dues)
         AS j (lane, id, max_attempts, kind, args, ext, due);
  PERFORM awa.wake_promoter(min(d.due)) FROM unnest(p_dues) AS d (due);
END
$function$;
