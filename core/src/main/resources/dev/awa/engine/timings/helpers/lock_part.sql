-- Locks a partition of awa.timings, awa.timing_sums or awa.depths against everybody, if it holds
-- rows and none of them has to be kept: those of the last p_kept have, where that is given, and
-- those that are as far in the future, for they are of a clock that has stepped back a little. A
-- row that is farther in the future keeps nothing: it would for years. False where it is not so, or
-- somebody uses the partition: nobody is waited for. Index: timings_by_time, depths_by_time.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.lock_part(p_log text, p_slot smallint, p_kept interval)
RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_part text := p_log || '_' || p_slot;
  v_now  timestamptz := clock_timestamp();
  v_all  boolean;
BEGIN
  EXECUTE format('LOCK TABLE ONLY awa.%I IN ACCESS SHARE MODE NOWAIT', v_part);
  EXECUTE format('SELECT EXISTS (SELECT FROM awa.%1$I)
                     AND NOT EXISTS (SELECT FROM awa.%1$I t WHERE t.at >= $1 AND t.at < $2)',
                 v_part)
  INTO v_all USING v_now - p_kept, v_now + p_kept;
  IF NOT v_all THEN
    RETURN false;
  END IF;
  EXECUTE format('LOCK TABLE ONLY awa.%I IN ACCESS EXCLUSIVE MODE NOWAIT', v_part);
  RETURN true;
EXCEPTION WHEN lock_not_available THEN
  RETURN false;
END
$function$;
