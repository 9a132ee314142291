-- Locks a partition of awa.timings or awa.depths against everybody, if it holds rows and all of
-- them are older than p_before. False where it is not so, or somebody uses the partition: nobody is
-- waited for.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.lock_part(p_log text, p_slot smallint, p_before timestamptz)
RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_part text := p_log || '_' || p_slot;
  v_old  boolean;
BEGIN
  EXECUTE format('LOCK TABLE ONLY awa.%I IN ACCESS SHARE MODE NOWAIT', v_part);
  EXECUTE format('SELECT max(t.at) < $1 FROM awa.%I t', v_part) INTO v_old USING p_before;
  IF v_old IS NOT TRUE THEN
    RETURN false;
  END IF;
  EXECUTE format('LOCK TABLE ONLY awa.%I IN ACCESS EXCLUSIVE MODE NOWAIT', v_part);
  RETURN true;
EXCEPTION WHEN lock_not_available THEN
  RETURN false;
END
$function$;
