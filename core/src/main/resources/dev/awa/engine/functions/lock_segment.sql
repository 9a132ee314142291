-- Locks the claim log and the partitions of a slot against everybody, in the order of a claim; false when somebody uses
-- them and does not let go in time. The claim log itself, because a claim must not see one half of a prune.
CREATE OR REPLACE FUNCTION awa.lock_segment(p_slot smallint, p_patience interval) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_log    text;
  v_before text := current_setting('lock_timeout');
  v_nowait text := CASE WHEN p_patience = interval '0' THEN 'NOWAIT' ELSE '' END;
BEGIN
  PERFORM set_config('lock_timeout', (extract(epoch FROM p_patience) * 1000)::integer::text, true);
  EXECUTE 'LOCK TABLE ONLY awa.claims IN ACCESS EXCLUSIVE MODE ' || v_nowait;
  FOREACH v_log IN ARRAY ARRAY['claims', 'ready_entries', 'closures', 'ready_tombstones', 'attempt_outputs', 'state_changes'] LOOP
    EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE %s', awa.partition_of(v_log, p_slot), v_nowait);
  END LOOP;
  PERFORM set_config('lock_timeout', v_before, true);
  RETURN true;
EXCEPTION WHEN lock_not_available OR deadlock_detected THEN -- two leaders that carry at once
  RETURN false;
END
$function$;
