-- The end of a fold: its sums are appended to the level above, and the slot is emptied, in one
-- transaction. If rows came to the slot that the fold has passed by, because a clock has stepped,
-- it begins anew instead. False while somebody uses the slot. From the lock of the slot on a reader
-- waits: for a count of its rows, and for the sums, of a thousand pairs and the queues a step of
-- time.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.end_fold(p_fold awa.timing_folds) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_n bigint;
BEGIN
  IF NOT awa.lock_part('timing_sums', p_fold.slot, NULL)
     OR NOT awa.lock_part('timings', p_fold.slot, NULL) THEN
    RETURN false;
  END IF;
  EXECUTE format('SELECT count(*) FROM awa.%I', 'timings_' || p_fold.slot) INTO v_n;
  IF v_n = p_fold.n THEN
    INSERT INTO awa.timings (
      slot, at, queue, kind, completed, retried, failed, cancelled, snoozed, put_back,
      wait_us, wait_max_us, waits, run_us, run_max_us, runs)
    SELECT s.slot, s.at, s.queue, s.kind, s.completed, s.retried, s.failed, s.cancelled, s.snoozed,
           s.put_back, s.wait_us, s.wait_max_us, s.waits, s.run_us, s.run_max_us, s.runs
    FROM awa.timing_sums s
    WHERE s.folded = p_fold.slot;
    EXECUTE format('TRUNCATE awa.%I', 'timings_' || p_fold.slot);
  END IF;
  PERFORM awa.forget_fold(p_fold.slot);
  RETURN true;
END
$function$;
