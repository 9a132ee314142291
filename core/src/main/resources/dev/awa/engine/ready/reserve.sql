-- The slot, lanes and ids of a COPY. See functions/reserve.sql.
SELECT slot, lanes, ids FROM awa.reserve(?, ?::pg_catalog.text[], ?::smallint[], ?::pg_catalog.text[])
