-- The lanes of some jobs after a change, as awa.lane_after says of one: p_lanes are those that they
-- have, p_keys their ordering keys.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.lanes_after(
  p_lanes integer[], p_keys text[], p_change awa.job_change
) RETURNS integer[]
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_queues     text[];
  v_priorities smallint[];
  v_others     integer[];
BEGIN
  IF coalesce(p_change.queue, p_change.priority::text) IS NULL OR p_lanes = '{}' THEN
    RETURN p_lanes;
  END IF;
  SELECT array_agg(coalesce(p_change.queue, l.queue) ORDER BY j.ord),
         array_agg(coalesce(p_change.priority, l.priority) ORDER BY j.ord)
  INTO v_queues, v_priorities
  FROM unnest(p_lanes) WITH ORDINALITY AS j (lane, ord)
  JOIN awa.lanes l USING (lane);
  v_others := awa.lanes_of(v_queues, v_priorities, p_keys);
  RETURN ARRAY(
    SELECT CASE WHEN (l.queue, l.priority) = (v_queues[j.ord], v_priorities[j.ord]) THEN j.lane
                ELSE v_others[j.ord] END
    FROM unnest(p_lanes) WITH ORDINALITY AS j (lane, ord)
    JOIN awa.lanes l USING (lane)
    ORDER BY j.ord);
END
$function$;
