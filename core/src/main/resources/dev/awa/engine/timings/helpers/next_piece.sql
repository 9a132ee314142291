-- The rows of a slot that a fold sums next: of one step of time, from the pair of queue and kind
-- after the last one that was summed on, as many whole pairs as it takes to reach p_most rows. n is
-- NULL when none is left. Reads the rows of that step. Index: timings_by_time.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.next_piece(
  p_fold awa.timing_folds, p_step interval, p_most integer
) RETURNS awa.timing_piece
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_part  text := 'timings_' || p_fold.slot;
  v_piece awa.timing_piece := (p_fold.slot, p_fold.at, p_fold.queue, p_fold.kind, '', '', NULL);
BEGIN
  EXECUTE format(
    'SELECT date_bin($1, min(t.at), timestamptz ''2000-01-01 00:00:00+00'')
     FROM awa.%I t
     WHERE t.at >= $2 AND (t.at >= $2 + $1 OR (t.queue, t.kind) > ($3, $4))', v_part)
  INTO v_piece.at USING p_step, p_fold.at, p_fold.queue, p_fold.kind;
  IF v_piece.at > p_fold.at THEN
    v_piece.after_queue := '';
    v_piece.after_kind := '';
  END IF;
  EXECUTE format(
    'SELECT p.queue, p.kind, p.upto
     FROM (SELECT t.queue, t.kind, count(*) AS n,
                  sum(count(*)) OVER (ORDER BY t.queue, t.kind)::bigint AS upto
           FROM awa.%I t
           WHERE t.at >= $1 AND t.at < $1 + $2 AND (t.queue, t.kind) > ($3, $4)
           GROUP BY t.queue, t.kind) AS p
     WHERE p.upto - p.n < $5
     ORDER BY p.upto DESC
     LIMIT 1', v_part)
  INTO v_piece.upto_queue, v_piece.upto_kind, v_piece.n
  USING v_piece.at, p_step, v_piece.after_queue, v_piece.after_kind, p_most;
  RETURN v_piece;
END
$function$;
