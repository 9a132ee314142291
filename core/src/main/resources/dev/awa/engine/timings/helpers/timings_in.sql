-- The rows of a piece of a fold (awa.fold_rows), or else those of a time, of one queue and one kind
-- where they are given. From p_from on, before p_to. Where both are given the kind is written so
-- that no index of it is taken: that would read all queues of the kind. Index: timings_by_queue,
-- timings_by_kind, timings_by_time.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.timings_in(
  p_piece awa.timing_piece, p_queue text, p_kind text, p_from timestamptz, p_to timestamptz
) RETURNS SETOF awa.timings
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
BEGIN
  IF p_piece.slot IS NOT NULL THEN
    RETURN QUERY SELECT * FROM awa.fold_rows(p_piece, p_from, p_to);
  ELSIF p_queue IS NOT NULL AND p_kind IS NOT NULL THEN
    RETURN QUERY
      SELECT t.* FROM awa.timings t
      WHERE t.queue = p_queue AND t.kind || '' = p_kind AND t.at >= p_from AND t.at < p_to;
  ELSIF p_queue IS NOT NULL THEN
    RETURN QUERY
      SELECT t.* FROM awa.timings t
      WHERE t.queue = p_queue AND t.at >= p_from AND t.at < p_to;
  ELSIF p_kind IS NOT NULL THEN
    RETURN QUERY
      SELECT t.* FROM awa.timings t
      WHERE t.kind = p_kind AND t.at >= p_from AND t.at < p_to;
  ELSE
    RETURN QUERY
      SELECT t.* FROM awa.timings t
      WHERE t.at >= p_from AND t.at < p_to;
  END IF;
END
$function$;
