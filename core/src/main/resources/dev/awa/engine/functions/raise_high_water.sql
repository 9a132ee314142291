-- Notes which epoch the cluster has reached. It never goes back: a snapshot's xmax is one past a transaction that has ended,
-- and the record of its end stands in the WAL before this update.
CREATE OR REPLACE FUNCTION awa.raise_high_water() RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_now xid8 := pg_snapshot_xmax(pg_current_snapshot());
BEGIN
  UPDATE awa.storage_state s SET xid_high_water = v_now WHERE s.xid_high_water < v_now;
END
$function$;
