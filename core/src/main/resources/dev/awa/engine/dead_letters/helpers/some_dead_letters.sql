-- Ids of dead letters after an id, of a lane (NULL: of any), and a kind (NULL: any): up to p_limit,
-- out of the next 5000. next is the last that was looked at, NULL when nothing is left. Index: the
-- primary key; dead_letters_by_lane.
CREATE OR REPLACE FUNCTION awa.some_dead_letters(
  p_lane integer, p_kind text, p_after bigint, p_limit integer
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
                      FILTER (WHERE p_kind IS NULL OR d.kind = p_kind), '{}')
    INTO v_seen, v_some.job_ids
    FROM (SELECT x.job_id, x.kind
          FROM awa.dead_letters x
          WHERE x.job_id > p_after
          ORDER BY x.job_id
          LIMIT c_looks) AS d;
  ELSE
    SELECT coalesce(array_agg(d.job_id ORDER BY d.job_id), '{}'),
           coalesce(array_agg(d.job_id ORDER BY d.job_id)
                      FILTER (WHERE p_kind IS NULL OR d.kind = p_kind), '{}')
    INTO v_seen, v_some.job_ids
    FROM (SELECT x.job_id, x.kind
          FROM awa.dead_letters x
          WHERE x.lane = p_lane AND x.job_id > p_after
          ORDER BY x.job_id
          LIMIT c_looks) AS d;
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
