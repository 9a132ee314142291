-- Raises 55P03: something was given up because somebody has an advisory lock that it needs, and did
-- not let go in time. Who has it is named (awa.name_transactions), a prepared transaction too.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.refuse_locked(p_what text, p_key bigint) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_who text := awa.name_transactions(ARRAY(
    SELECT l.virtualtransaction
    FROM pg_locks l
    WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
      AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
      AND l.classid = (p_key >> 32 & 4294967295)::oid AND l.objid = (p_key & 4294967295)::oid
      AND l.pid IS DISTINCT FROM pg_backend_pid()));
BEGIN
  RAISE EXCEPTION '% is locked by %', p_what, coalesce(v_who, 'somebody who has ended since')
    USING ERRCODE = 'lock_not_available', HINT = 'Try again when that is over';
END
$function$;
