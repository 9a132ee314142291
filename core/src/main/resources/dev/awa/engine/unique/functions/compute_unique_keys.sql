-- The unique key of each job of a batch: see awa.unique_key; NULL where the job has no rule.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.compute_unique_keys(
  p_kinds text[], p_queues text[], p_args json[], p_uniques jsonb[]
) RETURNS bytea[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
BEGIN
  RETURN ARRAY(
    SELECT CASE WHEN u.rule IS NOT NULL THEN awa.unique_key(u.kind, u.queue, u.args, u.rule) END
    FROM unnest(p_kinds, p_queues, p_args, p_uniques) WITH ORDINALITY
           AS u (kind, queue, args, rule, ord)
    ORDER BY u.ord);
END
$function$;
