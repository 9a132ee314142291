-- Takes an advisory lock, a worker's or a stripe's, to the end of the transaction. Waits no longer
-- than lock_timeout, which whoever calls this sets for itself; then refuses with 55P03 and says who
-- has it.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.lock_or_refuse(p_key bigint, p_what text) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF NOT pg_try_advisory_xact_lock(p_key) THEN
    PERFORM pg_advisory_xact_lock(p_key);
  END IF;
EXCEPTION WHEN lock_not_available THEN
  PERFORM awa.refuse_locked(p_what, p_key);
END
$function$;
