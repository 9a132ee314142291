-- The newest transaction id that the data knows of, how far this cluster is, and whether it is
-- behind. See awa.compare_xids.
-- For: reader, operator, worker.
SELECT known::pg_catalog.text AS known, reached::pg_catalog.text AS reached,
       reached OPERATOR(pg_catalog.<) known AS behind
FROM awa.compare_xids()
