-- Ids of dead letters that a filter means, after an id, of a lane (NULL: of any): up to p_limit,
-- out of the next 5000. next is the last that was looked at, NULL when nothing is left. Index: the
-- primary key; dead_letters_by_lane.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.some_dead_letters(
  p_filter awa.job_filter, p_lane integer, p_after bigint, p_limit integer
) RETURNS awa.some_letters
LANGUAGE plpgsql STABLE AS $function$
DECLARE
  c_looks CONSTANT integer := 5000;
  v_seen  bigint[];
  v_some  awa.some_letters;
BEGIN
  IF p_lane IS NULL THEN
    SELECT coalesce(array_agg(d.job_id ORDER BY d.job_id), '{}'),
           coalesce(array_agg(d.job_id ORDER BY d.job_id)
                      FILTER (WHERE d.kind = coalesce(p_filter.kind, d.kind)), '{}')
    INTO v_seen, v_some.job_ids
    FROM (SELECT x.job_id, x.kind
          FROM awa.dead_letters x
          WHERE x.job_id > p_after AND (p_filter.ids IS NULL OR x.job_id = ANY (p_filter.ids))
          ORDER BY x.job_id
          LIMIT c_looks) AS d;
  ELSE
    SELECT coalesce(array_agg(d.job_id ORDER BY d.job_id), '{}'),
           coalesce(array_agg(d.job_id ORDER BY d.job_id)
                      FILTER (WHERE d.kind = coalesce(p_filter.kind, d.kind)), '{}')
    INTO v_seen, v_some.job_ids
    FROM (SELECT x.job_id, x.kind
          FROM awa.dead_letters x
          WHERE x.lane = p_lane AND x.job_id > p_after
          ORDER BY x.job_id
          LIMIT c_looks) AS d;
  END IF;
  IF p_filter.looks OR p_filter.ids IS NOT NULL THEN
    v_some.job_ids := ARRAY(SELECT i.id
                            FROM unnest(v_some.job_ids) AS i (id),
                                 LATERAL awa.job_outside_logs(i.id) AS o
                            WHERE awa.matches(p_filter, o)
                            ORDER BY i.id);
  END IF;
  IF cardinality(v_some.job_ids) > p_limit THEN
    v_some.job_ids := v_some.job_ids[1 : p_limit];
    v_some.next := coalesce(v_some.job_ids[p_limit], p_after);
  ELSIF cardinality(v_seen) = c_looks THEN
    v_some.next := v_seen[c_looks];
  END IF;
  RETURN v_some;
END
$function$;
