-- A worker leaves, its beats with it; true when it is known no longer. The claim log decides
-- whether it may: not while it has an open claim anywhere, whatever the worker itself believes, and
-- not while a call of it still runs at the server. Not when it was declared dead: then it is
-- rescued first. After a failover what it has closed may be open again: that is in the log too.
--
-- Lock order: worker, claims, its row of beats, its row of workers.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.leave(p_worker bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off
SET lock_timeout = '2s' AS $function$
BEGIN
  IF NOT awa.lock_worker(p_worker, interval '1 second') THEN
    RETURN false;
  END IF;
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- nobody carries now
  IF EXISTS (SELECT FROM awa.open_claims(p_worker, 0, 0, 1)) THEN
    RETURN false;
  END IF;
  -- not left to the foreign key, which a session can turn off (session_replication_role)
  DELETE FROM awa.beats b
  USING awa.workers w
  WHERE b.worker_id = p_worker AND w.id = b.worker_id AND w.dead_since IS NULL;
  IF FOUND THEN
    DELETE FROM awa.workers w WHERE w.id = p_worker;
  END IF;
  RETURN NOT EXISTS (SELECT FROM awa.workers w WHERE w.id = p_worker);
END
$function$;
