-- Whether what is visible in one snapshot is visible in another too. Of two snapshots of one
-- cluster that always holds one way or the other: the later one has the higher xmax or, of the same
-- transactions, fewer in progress.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.is_same_or_older(p_snapshot pg_snapshot, p_other pg_snapshot)
RETURNS boolean
LANGUAGE sql IMMUTABLE AS $function$
  SELECT pg_snapshot_xmax(p_snapshot) < pg_snapshot_xmax(p_other)
      OR (pg_snapshot_xmax(p_snapshot) = pg_snapshot_xmax(p_other)
          AND (SELECT count(*)
               FROM pg_snapshot_xip(p_snapshot)) >= (SELECT count(*)
                                                     FROM pg_snapshot_xip(p_other)));
$function$;
