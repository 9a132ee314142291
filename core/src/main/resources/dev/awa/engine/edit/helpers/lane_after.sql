-- The lane of a job after a change: the one it has, unless queue or priority are others.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.lane_after(
  p_was awa.lanes, p_change awa.job_change, p_ext json
) RETURNS integer
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF coalesce(p_change.queue, p_was.queue) = p_was.queue
     AND coalesce(p_change.priority, p_was.priority) = p_was.priority THEN
    RETURN p_was.lane;
  END IF;
  RETURN awa.lane_of(coalesce(p_change.queue, p_was.queue),
                     coalesce(p_change.priority, p_was.priority),
                     awa.as_object(p_ext) ->> 'ordering_key');
END
$function$;
