-- Takes a worker's lock against everybody, for this transaction; false when calls of it that still
-- run at the server keep it for longer than the patience. Zero: does not wait.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.lock_worker(p_worker bigint, p_patience interval) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_before text := current_setting('lock_timeout');
BEGIN
  IF pg_try_advisory_xact_lock(p_worker) THEN
    RETURN true;
  END IF;
  IF p_patience <= interval '0' THEN
    RETURN false;
  END IF;
  PERFORM set_config('lock_timeout', (extract(epoch FROM p_patience) * 1000)::integer::text, true);
  PERFORM pg_advisory_xact_lock(p_worker);
  PERFORM set_config('lock_timeout', v_before, true);
  RETURN true;
EXCEPTION WHEN lock_not_available THEN -- what was set is taken back with it
  RETURN false;
END
$function$;
