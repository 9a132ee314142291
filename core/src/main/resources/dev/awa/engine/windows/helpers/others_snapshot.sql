-- What others have committed by now: the snapshot of the caller's statement, in which this
-- transaction is in progress even where it has an id and a later one has ended. The end of a window
-- that a cursor passes: what this transaction appends to the lane, also afterwards, is not passed.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.others_snapshot() RETURNS pg_snapshot
LANGUAGE plpgsql STABLE AS $function$
DECLARE
  v_now pg_snapshot := pg_current_snapshot();
  v_own xid8 := pg_current_xact_id_if_assigned();
BEGIN
  IF v_own IS NULL OR NOT pg_visible_in_snapshot(v_own, v_now) THEN
    RETURN v_now;
  END IF;
  RETURN format('%s:%s:%s', pg_snapshot_xmin(v_now), pg_snapshot_xmax(v_now),
                (SELECT string_agg(x.id::text, ',' ORDER BY x.id)
                 FROM (SELECT pg_snapshot_xip(v_now) AS id
                       UNION ALL SELECT v_own) AS x))::pg_snapshot;
END
$function$;
