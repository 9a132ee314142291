-- Keeps the settings of the storage as they are until the transaction ends. Waits for somebody who
-- changes them in a transaction that is open, for 2 s at most (55P03).
-- For: operator.
CREATE OR REPLACE FUNCTION awa.hold_settings() RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
BEGIN
  PERFORM FROM awa.storage_state s FOR UPDATE;
EXCEPTION WHEN lock_not_available THEN
  PERFORM awa.refuse_used('the row with the settings of the storage is',
    awa.users_of(ARRAY['awa.storage_state'], '{AccessShareLock}'));
END
$function$;
