-- Raises unless each statement of the transaction has a snapshot of its own: whoever takes a lock
-- and then looks must see what was committed before it had the lock.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.require_read_committed(p_what text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION '% needs READ COMMITTED, the transaction is %', p_what,
      upper(current_setting('transaction_isolation'))
      USING ERRCODE = 'object_not_in_prerequisite_state',
            HINT = 'Set the isolation level of the connection explicitly.';
  END IF;
END
$function$;
