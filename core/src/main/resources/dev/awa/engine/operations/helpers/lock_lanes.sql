-- Takes the locks of the stripes of some lanes, in the order of queues and stripes. Claims wait
-- for those that it has: so a stripe is waited for 20 ms, and no longer than a moment after one
-- wait was in vain. Answers the lanes whose stripe it has.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.lock_lanes(p_lanes integer[]) RETURNS integer[]
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_lanes integer[] := '{}';
  v_one   record;
  v_usual text := current_setting('lock_timeout');
BEGIN
  PERFORM set_config('lock_timeout', '20ms', true);
  FOR v_one IN
    SELECT l.queue, l.stripe, array_agg(l.lane) AS lanes
    FROM awa.lanes l
    WHERE l.lane = ANY (p_lanes)
    GROUP BY l.queue, l.stripe
    ORDER BY l.queue, l.stripe
  LOOP
    BEGIN
      PERFORM pg_advisory_xact_lock(awa.stripe_lock(v_one.queue, v_one.stripe));
      v_lanes := v_lanes || v_one.lanes;
    EXCEPTION WHEN lock_not_available THEN
      PERFORM set_config('lock_timeout', '1ms', true); -- somebody keeps it
    END;
  END LOOP;
  PERFORM set_config('lock_timeout', v_usual, true);
  RETURN v_lanes;
END
$function$;
