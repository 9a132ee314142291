-- The transactions that have used the claim log, or the partitions of a slot, and keep the locks of
-- that for longer than a while: found in two looks so far apart. A claim or a flush is over by
-- then; who has read awa.jobs, or enqueued, and stays open is not. Answers the process, or the name
-- of a prepared transaction, who it is and what it does since when, as far as this role may see
-- that (state and open_for are NULL where it may not), whether it has written, and which step of
-- maintenance it is ('prune', 'carry', 'other'), NULL where it is none.
--
-- Whoever wants to empty a segment asks before it queues for a lock: everybody queues up behind it.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.long_holders(p_slot smallint, p_while interval)
RETURNS TABLE (pid integer, prepared text, application text, username text, state text,
               open_for interval, wrote boolean, step text)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
DECLARE
  v_before text[] := awa.holders_of(p_slot);
  v_both   text[];
BEGIN
  IF v_before = '{}' THEN
    RETURN;
  END IF;
  PERFORM pg_sleep(extract(epoch FROM p_while));
  v_both := ARRAY(SELECT unnest(v_before) INTERSECT SELECT unnest(awa.holders_of(p_slot)));
  IF v_both = '{}' THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT h.pid, p.gid, coalesce(a.application_name, ''), coalesce(a.usename, p.owner, '')::text,
           a.state, clock_timestamp() - coalesce(a.xact_start, p.prepared), h.wrote,
           (SELECT CASE max(k.objid::bigint)
                     WHEN 2 THEN 'carry'
                     WHEN 1 THEN 'prune'
                     WHEN 0 THEN 'other' END
            FROM pg_locks k
            WHERE k.locktype = 'advisory' AND k.virtualtransaction = h.id AND k.granted
              AND k.classid::bigint = awa.step_class() AND k.objsubid = 2)
    FROM (SELECT l.virtualtransaction AS id, l.pid, bool_or(l.mode <> 'AccessShareLock') AS wrote
          FROM pg_locks l
          WHERE l.virtualtransaction = ANY (v_both) AND l.granted
            AND l.relation = ANY (awa.relations_of(p_slot))
            AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
          GROUP BY l.virtualtransaction, l.pid) AS h
    LEFT JOIN pg_stat_activity a ON a.pid = h.pid
    LEFT JOIN pg_locks x ON h.pid IS NULL AND x.locktype = 'transactionid'
      AND x.virtualtransaction = h.id
    LEFT JOIN pg_prepared_xacts p ON p.transaction = x.transactionid
    ORDER BY 6 DESC NULLS LAST, h.pid;
END
$function$;
