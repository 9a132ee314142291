-- Takes the unique keys of a batch for the given job ids, in key order, and says who owns the key
-- of each job: itself, an earlier job of the batch, or an older job. Jobs without a key own
-- themselves. Where a job of the batch would replace the owner, and the owner waits for its time,
-- the owner's row is locked with its key (awa.hold_unique_key).
--
-- One key after the other: a key that has to be tried again is had before the next one is taken, so
-- two batches never wait for each other in a circle.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.hold_unique_keys(
  p_ids bigint[], p_keys bytea[], p_uniques jsonb[]
) RETURNS bigint[]
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
BEGIN
  RETURN (
    WITH held AS MATERIALIZED (
      SELECT f.key,
             awa.hold_unique_key(f.key, f.id, awa.end_of_period(f.rule), f.replaces) AS owner
      FROM (SELECT DISTINCT ON (k.key) k.key, k.id, k.rule,
                   coalesce(bool_or(k.rule ->> 'on_conflict' = 'replace')
                              OVER (PARTITION BY k.key), false) AS replaces
            FROM unnest(p_ids, p_keys, p_uniques) WITH ORDINALITY AS k (id, key, rule, ord)
            WHERE k.key IS NOT NULL
            ORDER BY k.key, k.ord) AS f
    )
    SELECT array_agg(CASE WHEN k.key IS NULL THEN k.id ELSE h.owner END ORDER BY k.ord)
    FROM unnest(p_ids, p_keys) WITH ORDINALITY AS k (id, key, ord)
    LEFT JOIN held h ON h.key = k.key);
END
$function$;
