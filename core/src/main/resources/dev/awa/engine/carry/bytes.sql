-- How much was carried out of segments and not swept yet; at most so many runs, and claims, are
-- counted.
-- For: reader, operator, worker.
SELECT (SELECT pg_catalog.count(*)
        FROM (SELECT FROM awa.ready_entries
              WHERE slot OPERATOR(pg_catalog.=) -1
              LIMIT ?) AS r) AS runs,
       (SELECT pg_catalog.count(*)
        FROM (SELECT FROM awa.claims WHERE slot OPERATOR(pg_catalog.=) -1 LIMIT ?) AS c) AS claims,
       awa.slot_bytes(-1::smallint) AS bytes
