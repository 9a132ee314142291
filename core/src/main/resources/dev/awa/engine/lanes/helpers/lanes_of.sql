-- The lane of each job of a batch, as awa.lane_of would say. Jobs without a key take turns, batch
-- by batch.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.lanes_of(p_queues text[], p_priorities smallint[], p_keys text[])
RETURNS integer[]
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_turn bigint := floor(random() * 64);
BEGIN
  IF p_queues[1] = ALL (p_queues) AND p_priorities[1] = ALL (p_priorities)
     AND array_remove(p_keys, NULL) = '{}' THEN
    -- Most batches are of one place: its lane is looked up once, without a join.
    RETURN array_fill(awa.lane_of(p_queues[1], p_priorities[1], NULL),
                      ARRAY[cardinality(p_queues)]);
  END IF;
  RETURN (
    WITH job AS (
      SELECT j.ord, j.queue, j.priority,
             coalesce(awa.stripe_of(j.key, v_turn, q.stripes), 0::smallint) AS stripe
      FROM unnest(p_queues, p_priorities, p_keys) WITH ORDINALITY AS j (queue, priority, key, ord)
      LEFT JOIN awa.queues q ON q.name = j.queue
    ), place AS MATERIALIZED (
      SELECT d.queue, d.priority, d.stripe, awa.lane(d.queue, d.priority, d.stripe) AS lane
      FROM (SELECT DISTINCT queue, priority, stripe FROM job) AS d
    )
    SELECT array_agg(place.lane ORDER BY job.ord)
    FROM job
    JOIN place USING (queue, priority, stripe));
END
$function$;
