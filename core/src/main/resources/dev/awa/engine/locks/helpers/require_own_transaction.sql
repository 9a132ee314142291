-- Raises unless the transaction has written nothing yet; and bounds how long it may be left open
-- from here on: what a cancellation locks is waited for by every claim of the queue, or by every
-- call of a worker, until its transaction ends. So it can't be prepared either (PREPARE
-- TRANSACTION), which would keep the locks for as long as nobody looks: the server refuses to
-- prepare what has notified, and nobody listens for this word.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.require_own_transaction(p_what text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
  v_patience interval := current_setting('idle_in_transaction_session_timeout');
BEGIN
  IF pg_current_xact_id_if_assigned() IS NOT NULL THEN
    RAISE EXCEPTION '% needs a transaction of its own, this one has written before', p_what
      USING ERRCODE = 'active_sql_transaction',
            HINT = 'Commit first. What it locks others wait for, until the transaction ends.';
  END IF;
  IF v_patience = '0' OR v_patience > '5 seconds' THEN
    PERFORM set_config('idle_in_transaction_session_timeout', '5s', true);
  END IF;
  PERFORM pg_notify(awa.channel() || '_not_prepared', '');
END
$function$;
