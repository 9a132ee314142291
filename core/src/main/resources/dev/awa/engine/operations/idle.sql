-- For how long the operation has not moved that stands still longest, in seconds; 0 when none is at
-- work. Index: operations_at_work.
-- For: reader, operator, worker.
SELECT coalesce(extract(epoch FROM pg_catalog.max(n.idle)), 0) AS idle
FROM (SELECT pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) o.moved_at AS idle
      FROM awa.operations o
      WHERE o.ended_at IS NULL) AS n
