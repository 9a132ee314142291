-- Keeps writers out of the outputs of a slot, and everybody else who empties the slot, to the end
-- of the transaction: so no report comes to the slot after those were kept that are needed
-- (awa.carry_reports). False when somebody writes there just now; never waits.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.lock_outputs(p_slot smallint) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  EXECUTE format('LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE NOWAIT',
                 awa.partition_of('attempt_outputs', p_slot));
  RETURN true;
EXCEPTION WHEN lock_not_available THEN
  RETURN false;
END
$function$;
