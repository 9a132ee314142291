-- The slot, lanes and ids of a COPY. See awa.reserve.
-- For: producer, operator, worker.
SELECT slot, lanes, ids
FROM awa.reserve(?, ?::pg_catalog.text[], ?::smallint[], ?::pg_catalog.text[])
