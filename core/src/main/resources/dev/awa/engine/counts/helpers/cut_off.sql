-- A snapshot that sees what another sees of the transactions below an id, and nothing else.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.cut_off(p_snapshot pg_snapshot, p_below xid8) RETURNS pg_snapshot
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $function$
  SELECT concat_ws(':', least(pg_snapshot_xmin(p_snapshot), p_below), p_below,
                   coalesce(string_agg(x.xid::text, ',' ORDER BY x.xid), ''))::pg_snapshot
  FROM pg_snapshot_xip(p_snapshot) AS x (xid)
  WHERE x.xid < p_below;
$function$;
