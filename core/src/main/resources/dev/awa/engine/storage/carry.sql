-- How much was carried out of segments and not swept yet; at most so many runs, and claims, are counted.
SELECT (SELECT count(*) FROM (SELECT FROM awa.ready_entries WHERE slot = -1 LIMIT ?) AS r),
       (SELECT count(*) FROM (SELECT FROM awa.claims WHERE slot = -1 LIMIT ?) AS c),
       awa.slot_bytes(-1::smallint)
