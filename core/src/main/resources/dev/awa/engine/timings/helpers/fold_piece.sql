-- One step of the fold of a slot: sums of its next p_most rows or little more, in the order of
-- time, queue and kind; or the end of the fold, when none is left. Answers whether anything was
-- done. A fold that has not come to its end when another slot is due goes on from there when its
-- slot is due again: what came to the slot meanwhile is younger. Does nothing while another
-- transaction is at a step of this slot.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.fold_piece(p_level integer, p_slot smallint, p_most integer)
RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_fold  awa.timing_folds%ROWTYPE;
  v_piece awa.timing_piece;
  v_step  interval;
BEGIN
  SELECT * INTO v_fold FROM awa.timing_folds f WHERE f.slot = p_slot FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  SELECT l.step INTO STRICT v_step FROM awa.timing_levels() AS l WHERE l.level = p_level + 1;
  v_piece := awa.next_piece(v_fold, v_step, p_most);
  IF v_piece.n IS NULL THEN
    RETURN v_fold.n > 0 AND awa.end_fold(v_fold);
  END IF;
  INSERT INTO awa.timing_sums (
    folded, slot, at, queue, kind, completed, retried, failed, cancelled, snoozed, put_back,
    wait_us, wait_max_us, waits, run_us, run_max_us, runs)
  SELECT p_slot, awa.timing_slot(p_level + 1, s.at), s.at, s.queue, s.kind, s.completed, s.retried,
         s.failed, s.cancelled, s.snoozed, s.put_back, s.wait_us, s.wait_max_us, s.waits,
         s.run_us, s.run_max_us, s.runs
  FROM awa.sum_timings(v_piece, NULL, NULL, v_piece.at, v_piece.at + v_step, v_step, 'kind') AS s;
  UPDATE awa.timing_folds f
  SET at = v_piece.at, queue = v_piece.upto_queue, kind = v_piece.upto_kind,
      n = v_fold.n + v_piece.n
  WHERE f.slot = p_slot;
  RETURN true;
END
$function$;
