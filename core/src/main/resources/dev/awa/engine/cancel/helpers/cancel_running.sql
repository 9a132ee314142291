-- Cancels a job that runs: closes its run, so that nothing the worker sends of it counts any more,
-- and tells the worker. Takes the worker's lock exclusively, which waits for its calls in flight,
-- as long as lock_timeout says; so either the run was closed before, or it can't be closed
-- otherwise afterwards. Answers whether it did. The job is kept without what can't be read of it
-- (awa.read_job).
--
-- Lock order: worker, claims, ready, closures, then the rest. Index: see awa.newest_run.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.cancel_running(p_job_id bigint, p_reason text) RETURNS boolean
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET jit = off AS $function$
DECLARE
  v_run    awa.ready_entries;
  v_claim  awa.claim_member;
  v_stale  integer;
BEGIN
  PERFORM awa.require_read_committed('a cancellation');
  v_run := awa.newest_run(p_job_id);
  v_claim := awa.claim_of(v_run);
  IF v_claim.ordinal IS NULL THEN
    RETURN false;
  END IF;
  PERFORM awa.lock_or_refuse(v_claim.worker_id,
                             format('worker %s, which runs job %s,', v_claim.worker_id, p_job_id));
  SELECT count(*) INTO v_stale
  FROM awa.close_runs(
    v_claim.worker_id, awa.flush_of('cancellation'),
    ARRAY[v_claim.slot], ARRAY[v_claim.lane], ARRAY[v_claim.claim_no], ARRAY[v_claim.nonce],
    ARRAY[awa.outcome('cancelled')], ARRAY[1::smallint], ARRAY[v_claim.ordinal],
    awa.with_reports(jsonb_build_array(jsonb_build_object(
      'closure', 1, 'ordinal', v_claim.ordinal, 'slot', v_run.slot, 'xid', v_run.xid::text,
      'job_id', v_run.job_id, 'run_no', v_run.run_no, 'then', 'cancelled', 'reason', p_reason,
      'unreadable', (SELECT r.why FROM awa.read_job(v_run.kind, v_run.args, v_run.ext) AS r)))));
  IF v_stale > 0 THEN
    RETURN false;
  END IF;
  UPDATE awa.beats b SET cancels = b.cancels || p_job_id WHERE b.worker_id = v_claim.worker_id;
  PERFORM pg_notify(awa.channel() || '_cancel', v_claim.worker_id || ' ' || p_job_id);
  RETURN true;
END
$function$;
