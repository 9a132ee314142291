-- What is said of queues or of kinds, of all or of the one that is named, the newest first.
-- stale: no worker has said so for a day. Reads a small table as a whole; index for one name:
-- descriptors_pkey.
-- For: reader, operator, worker.
SELECT d.name, d.says::pg_catalog.text AS says, d.since, d.seen_at, d.said_by,
       d.seen_at OPERATOR(pg_catalog.<) (pg_catalog.clock_timestamp()
         OPERATOR(pg_catalog.-) interval '1 day') AS stale
FROM awa.descriptors d
WHERE d.what OPERATOR(pg_catalog.=) ?
  AND d.name OPERATOR(pg_catalog.=) coalesce(?, d.name)
ORDER BY d.name, d.since DESC, d.digest
