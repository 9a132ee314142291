-- As of which snapshot a generation holds no waiting run; NULL when some wait. See functions/drained.sql.
SELECT awa.drained(?)
