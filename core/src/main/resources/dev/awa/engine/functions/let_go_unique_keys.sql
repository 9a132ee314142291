-- Gives back the unique keys that awa.hold_unique_keys took for these job ids.
CREATE OR REPLACE FUNCTION awa.let_go_unique_keys(
  p_ids bigint[], p_kinds text[], p_queues text[], p_args json[], p_uniques jsonb[]
) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  DELETE FROM awa.unique_claims c
  USING unnest(p_kinds, p_queues, p_args, p_uniques) AS u (kind, queue, args, rule)
  WHERE u.rule IS NOT NULL
    AND c.unique_key = awa.unique_key(u.kind, u.queue, u.args, u.rule)
    AND c.job_id = ANY (p_ids);
END
$function$;
