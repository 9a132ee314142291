-- The newest transaction id that the data knows of, how far this cluster is, and whether it is
-- behind. See awa.compare_xids.
SELECT known::pg_catalog.text, reached::pg_catalog.text, reached OPERATOR(pg_catalog.<) known
FROM awa.compare_xids()
