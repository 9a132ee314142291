-- The lane of each job of a batch. The stripe follows from the ordering key, so jobs of one key stay in
-- one lane; jobs without a key take turns, batch by batch.
CREATE OR REPLACE FUNCTION awa.lanes_of(p_queues text[], p_priorities smallint[], p_keys text[]) RETURNS integer[]
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
  v_turn bigint := floor(random() * 64);
BEGIN
  RETURN (
    WITH job AS (
      SELECT j.ord, j.queue, j.priority,
             (CASE WHEN coalesce(q.stripes, 1) = 1 THEN 0
                   WHEN j.key IS NULL THEN v_turn % q.stripes
                   ELSE abs(hashtextextended(j.key, 0) % q.stripes) END)::smallint AS stripe
      FROM unnest(p_queues, p_priorities, p_keys) WITH ORDINALITY AS j (queue, priority, key, ord)
      LEFT JOIN awa.queues q ON q.name = j.queue
    ), place AS MATERIALIZED (
      SELECT d.queue, d.priority, d.stripe, awa.lane(d.queue, d.priority, d.stripe) AS lane
      FROM (SELECT DISTINCT queue, priority, stripe FROM job) AS d
    )
    SELECT array_agg(place.lane ORDER BY job.ord) FROM job JOIN place USING (queue, priority, stripe));
END
$function$;
