-- How many workers sleep for the queue, among these, that has the fewest; and whether this worker does for each of them.
SELECT min(of_queue.n), bool_and(of_queue.mine)
FROM unnest(?::text[]) AS q (name)
CROSS JOIN LATERAL (
  SELECT count(*) AS n, coalesce(bool_or(s.worker_id = ?), false) AS mine
  FROM awa.sleepers s
  WHERE s.queue = q.name AND s.asleep) AS of_queue
