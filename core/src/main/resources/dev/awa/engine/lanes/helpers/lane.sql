-- The lane of (queue, priority, stripe), made when no committed one is seen. Never waits: two
-- producers that do not see each other make twins (see the table).
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.lane(p_queue text, p_priority smallint, p_stripe smallint)
RETURNS integer
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_lane integer;
BEGIN
  SELECT l.lane INTO v_lane
  FROM awa.lanes l
  WHERE l.queue = p_queue AND l.priority = p_priority AND l.stripe = p_stripe
  ORDER BY l.lane
  LIMIT 1;
  IF v_lane IS NULL THEN
    INSERT INTO awa.lanes (queue, priority, stripe)
    VALUES (p_queue, p_priority, p_stripe)
    RETURNING lane INTO v_lane;
    INSERT INTO awa.lane_counts (lane) VALUES (v_lane);
  END IF;
  RETURN v_lane;
END
$function$;
