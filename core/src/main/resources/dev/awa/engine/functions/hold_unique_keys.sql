-- Takes the unique keys of a batch for the given job ids, in key order, and says who owns the key of each
-- job: itself, an earlier job of the batch, or an older job. Jobs without a rule own themselves.
-- A key that is let go between our conflict and our look is simply tried again.
CREATE OR REPLACE FUNCTION awa.hold_unique_keys(
  p_ids bigint[], p_kinds text[], p_queues text[], p_args json[], p_uniques jsonb[]
) RETURNS bigint[]
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
  v_keys   bytea[];
  v_owners bigint[];
BEGIN
  v_keys := ARRAY(
    SELECT CASE WHEN u.rule IS NOT NULL THEN awa.unique_key(u.kind, u.queue, u.args, u.rule) END
    FROM unnest(p_kinds, p_queues, p_args, p_uniques) WITH ORDINALITY AS u (kind, queue, args, rule, ord)
    ORDER BY u.ord);
  LOOP
    INSERT INTO awa.unique_claims (unique_key, job_id, let_go_at)
    SELECT f.key, f.id, awa.end_of_period(f.rule)
    FROM (SELECT DISTINCT ON (k.key) k.key, k.id, k.rule
          FROM unnest(v_keys, p_ids, p_uniques) WITH ORDINALITY AS k (key, id, rule, ord)
          WHERE k.key IS NOT NULL
          ORDER BY k.key, k.ord) AS f
    ORDER BY f.key
    ON CONFLICT DO NOTHING;

    v_owners := ARRAY(
      SELECT CASE WHEN k.key IS NULL THEN k.id ELSE c.job_id END
      FROM unnest(v_keys, p_ids) WITH ORDINALITY AS k (key, id, ord)
      LEFT JOIN awa.unique_claims c ON c.unique_key = k.key
      ORDER BY k.ord);
    EXIT WHEN array_position(v_owners, NULL) IS NULL;
  END LOOP;
  RETURN v_owners;
END
$function$;
