-- Waits for those calls of a worker that still run at the server, by taking its lock against them
-- all. Raises 55P03 when one of them does not end within 2 s: the caller is to ask again. A call
-- can hang there that the worker has given up; the server ends it when the network has swallowed
-- its answer for long enough (tcp_user_timeout).
-- For: worker.
CREATE OR REPLACE FUNCTION awa.lock_own_calls(p_worker bigint) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF NOT awa.lock_worker(p_worker, interval '2 seconds') THEN
    RAISE EXCEPTION 'an earlier call of worker % still runs', p_worker
    USING ERRCODE = 'lock_not_available';
  END IF;
END
$function$;
