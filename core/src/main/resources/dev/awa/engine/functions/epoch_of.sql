-- The epoch of a snapshot: one past the last transaction that had completed. It grows with time; two moments with the
-- same epoch have seen the same commits.
CREATE OR REPLACE FUNCTION awa.epoch_of(p_snapshot pg_snapshot) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $function$
  SELECT pg_snapshot_xmax(p_snapshot)::text::bigint;
$function$;
