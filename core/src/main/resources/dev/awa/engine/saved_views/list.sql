-- Every saved view, or the one that is named, by name. Reads a small table as a whole.
-- For: reader, operator, worker.
SELECT v.name, v.filter, v.saved_at, v.saved_by
FROM awa.saved_views v
WHERE v.name OPERATOR(pg_catalog.=) coalesce(?, v.name)
ORDER BY v.name
