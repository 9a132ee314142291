-- The server processes that have an advisory lock now, a worker's or a stripe's (awa.stripe_lock),
-- and the role of each. A claim has both for milliseconds; a flush has its worker's, shared; who
-- cancels a job has one of them, alone, until its transaction ends. A process that can't get rid of
-- its answer, because the client stands still or the network swallows it, keeps what it has as
-- well. What another role does is shown to some roles only: state, open_for and doing are NULL
-- then. id: the transaction, by its virtual id; none comes again before long. alone: whether it
-- keeps everybody out.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.keepers_of(p_key bigint)
RETURNS TABLE (
  pid integer, role text, application text, state text, open_for interval, doing text, id text,
  alone boolean
)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
  SELECT h.pid, coalesce(a.usename::text, ''), coalesce(a.application_name, ''), a.state,
         clock_timestamp() - a.xact_start,
         CASE WHEN a.state IS NOT NULL THEN left(a.query, 200) END, h.id, h.alone
  FROM (SELECT l.pid, l.virtualtransaction AS id, bool_or(l.mode = 'ExclusiveLock') AS alone
        FROM pg_locks l
        WHERE l.locktype = 'advisory' AND l.granted
          AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
          AND l.classid = (p_key >> 32 & 4294967295)::oid AND l.objid = (p_key & 4294967295)::oid
          AND l.objsubid = 1
          AND l.pid <> pg_backend_pid()
        GROUP BY l.pid, l.virtualtransaction) AS h
  LEFT JOIN pg_stat_activity a ON a.pid = h.pid;
$function$;
