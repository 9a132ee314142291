-- Appends what a worker has measured since its append before, one object a queue and kind: the
-- columns of awa.timings. Waits a tenth of a second for a lock at most: the beat of the worker
-- waits with it. Refused with 55P03 it has done nothing, and the worker appends it another time.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.append_timings(p_rows jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
SET jit = off SET lock_timeout = '100ms' AS $function$
DECLARE
  v_now  timestamptz := clock_timestamp();
  v_slot smallint := awa.timing_slot(0, v_now);
BEGIN
  INSERT INTO awa.timings (
    slot, at, queue, kind, completed, retried, failed, cancelled, snoozed, put_back,
    wait_us, wait_max_us, waits, run_us, run_max_us, runs)
  SELECT v_slot, v_now, r.queue, r.kind, r.completed, r.retried, r.failed, r.cancelled, r.snoozed,
         r.put_back, r.wait_us, r.wait_max_us, r.waits, r.run_us, r.run_max_us, r.runs
  FROM jsonb_to_recordset(p_rows) AS r (
    queue text, kind text, completed bigint, retried bigint, failed bigint, cancelled bigint,
    snoozed bigint, put_back bigint, wait_us bigint, wait_max_us bigint, waits bigint[],
    run_us bigint, run_max_us bigint, runs bigint[]);
END
$function$;
