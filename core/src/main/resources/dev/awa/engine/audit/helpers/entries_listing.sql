-- The ids of the entries of the audit that name a job among several, in no order. A target is a
-- list where it has ids with commas between. Index: audit_by_listed_id.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.entries_listing(p_job text) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE ROWS 10 SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_indexscan = off SET enable_bitmapscan = on
SET jit = off AS $function$
BEGIN
  RETURN QUERY
    SELECT a.id
    FROM awa.audit a
    WHERE a.target ~ '^[0-9]+(,[0-9]+)+$' AND string_to_array(a.target, ',') @> ARRAY[p_job];
END
$function$;
