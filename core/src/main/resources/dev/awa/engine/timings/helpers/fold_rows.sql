-- The rows of a piece of a fold. Of each step of time the thousand pairs of queue and kind that had
-- most runs keep their kind, the others of a queue are of kind ''.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.fold_rows(
  p_piece awa.timing_piece, p_from timestamptz, p_to timestamptz
) RETURNS SETOF awa.timings
LANGUAGE plpgsql STABLE AS $function$
BEGIN
  -- by name: a plan for all slots would lock all of them
  RETURN QUERY EXECUTE format(
    'WITH own AS (
       SELECT o.queue, o.kind FROM awa.%1$I o
       WHERE o.at >= $1 AND o.at < $2
       GROUP BY o.queue, o.kind
       ORDER BY sum(o.completed + o.retried + o.failed + o.cancelled) DESC, o.queue, o.kind
       LIMIT 1000)
     SELECT t.at, t.wait_us, t.wait_max_us, t.run_us, t.run_max_us, t.completed, t.retried,
            t.failed, t.cancelled, t.snoozed, t.put_back, t.slot, t.queue,
            coalesce(own.kind, ''''), t.waits, t.runs
     FROM awa.%1$I t
     LEFT JOIN own USING (queue, kind)
     WHERE t.at >= $1 AND t.at < $2
       AND (t.queue, t.kind) > ($3, $4) AND (t.queue, t.kind) <= ($5, $6)',
    'timings_' || p_piece.slot)
  USING p_from, p_to, p_piece.after_queue, p_piece.after_kind, p_piece.upto_queue,
        p_piece.upto_kind;
END
$function$;
