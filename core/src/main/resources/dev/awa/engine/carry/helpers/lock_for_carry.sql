-- Keeps writers out of the ready log of a slot, and everybody else who carries. False when somebody
-- writes there just now; never waits.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.lock_for_carry(p_slot smallint) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  EXECUTE format('LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE NOWAIT',
                 awa.partition_of('ready_entries', p_slot));
  RETURN true;
EXCEPTION WHEN lock_not_available THEN
  RETURN false;
END
$function$;
