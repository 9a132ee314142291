-- Does what the outcomes of just closed runs ask for. One object a run in p_endings:
--   closure (index of its closure in the batch), ordinal, slot, xid, job_id, run_no: which run;
--   then: 'completed' | 'again' | 'failed' | 'cancelled';
--   again: delay_us (0: into the ready log at once), state (scheduled, retryable), attempt (of the
--     next run);
--   failed, cancelled: reason;
--   error (an object, appended to the job's errors with the time and the name of the worker),
--     output: optional;
--   seq, progress (percent, message), checkpoint, log (awa.dated_lines): what the attempt told
--     last, each optional;
--   unreadable: why its row can't be read, if that is known. It ends without what is lost
--     (awa.read_job).
--
-- The runs are looked at once (awa.ended_runs). Then each consequence is a function of its own,
-- called when some run asks for it: this is where an outcome that is new gets its line. A word that
-- nobody knows is refused: no run may be closed and lost.
--
-- Lock order: ready, outputs, unique_keys, deferred_jobs, dead_letters, finished_jobs. Keys may be
-- waited for, the rows of jobs are new.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.end_runs(
  p_batch awa.closing[], p_stale awa.closing[], p_endings jsonb, p_worker bigint
) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_gen    bigint := awa.write_gen();
  v_ended  awa.ended_run[] := awa.ended_runs(p_batch, p_stale, p_endings, p_worker);
  v_nexts  text[];
  v_output boolean;
  v_held   boolean;
  v_lost   bigint[]; -- jobs whose ext is lost
  v_queues text[];
  v_due    timestamptz;
BEGIN
  SELECT array_agg(DISTINCT coalesce(e.next, 'nothing')), bool_or(awa.has_output(e)),
         bool_or(e.held IS NOT NULL AND e.next NOT IN ('again', 'later')),
         array_agg(e.job_id) FILTER (WHERE e.lost)
  INTO v_nexts, v_output, v_held, v_lost
  FROM unnest(v_ended) AS e;
  IF NOT v_nexts <@ '{completed,again,later,dead_letter,failed,cancelled}' THEN
    RAISE EXCEPTION 'endings ask for %: this is a fault of the engine', v_nexts
      USING ERRCODE = 'internal_error';
  END IF;

  IF 'again' = ANY (v_nexts) THEN
    v_queues := awa.run_again(v_ended, v_gen);
  END IF;
  IF v_output THEN
    PERFORM awa.keep_outputs(v_ended, v_gen);
  END IF;
  IF v_held THEN
    PERFORM awa.let_go_keys(v_ended, v_gen);
  END IF;
  PERFORM awa.let_go_lost_keys(v_lost);
  IF 'later' = ANY (v_nexts) THEN
    v_due := awa.run_later(v_ended);
  END IF;
  IF 'dead_letter' = ANY (v_nexts) THEN
    PERFORM awa.keep_dead_letters(v_ended);
  END IF;
  IF v_nexts && '{failed,cancelled}' THEN
    PERFORM awa.keep_finished(v_ended);
  END IF;

  PERFORM awa.refuse_pruned(v_gen);
  PERFORM awa.wake(VARIADIC v_queues);
  PERFORM awa.wake_promoter(v_due);
END
$function$;
