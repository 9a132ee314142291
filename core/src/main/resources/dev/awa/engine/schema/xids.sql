-- The newest transaction id that the data knows of, how far this cluster is, and whether it is behind. See
-- functions/compare_xids.sql.
SELECT known::text, reached::text, reached < known FROM awa.compare_xids()
