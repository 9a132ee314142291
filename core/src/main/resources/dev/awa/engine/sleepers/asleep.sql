-- How many workers sleep for the queue, among these, that has the fewest; and whether this worker
-- does for each of them.
-- For: worker.
SELECT pg_catalog.min(of_queue.n) AS fewest, pg_catalog.bool_and(of_queue.mine) AS mine
FROM pg_catalog.unnest(?::pg_catalog.text[]) AS q (name)
CROSS JOIN LATERAL (
  SELECT pg_catalog.count(*) AS n,
         coalesce(pg_catalog.bool_or(s.worker_id OPERATOR(pg_catalog.=) ?), false) AS mine
  FROM awa.sleepers s
  WHERE s.queue OPERATOR(pg_catalog.=) q.name AND s.asleep) AS of_queue
