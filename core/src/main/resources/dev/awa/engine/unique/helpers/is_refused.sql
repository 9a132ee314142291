-- Whether some job whose rule says {"on_conflict": "fail"} did not get its key.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.is_refused(p_ids bigint[], p_owners bigint[], p_uniques jsonb[])
RETURNS boolean
LANGUAGE sql IMMUTABLE AS $function$
  SELECT EXISTS (SELECT FROM unnest(p_ids, p_owners, p_uniques) AS u (id, owner, rule)
                 WHERE id <> owner AND rule ->> 'on_conflict' = 'fail');
$function$;
