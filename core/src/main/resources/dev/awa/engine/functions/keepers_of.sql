-- The server processes that have a worker's lock now, in either mode, and the role of each. While the worker lives these are its
-- own calls, each for milliseconds, and whoever cancels one of its jobs. A process that can't get rid of its answer, because the
-- client stands still or the network swallows it, keeps the lock until its transaction ends.
CREATE OR REPLACE FUNCTION awa.keepers_of(p_worker bigint) RETURNS TABLE (pid integer, role text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
  SELECT DISTINCT l.pid, coalesce(a.usename::text, '')
  FROM pg_locks l
  LEFT JOIN pg_stat_activity a ON a.pid = l.pid
  WHERE l.locktype = 'advisory' AND l.granted
    AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
    AND l.classid = (p_worker >> 32)::oid AND l.objid = (p_worker & 4294967295)::oid AND l.objsubid = 1
    AND l.pid <> pg_backend_pid();
$function$;
