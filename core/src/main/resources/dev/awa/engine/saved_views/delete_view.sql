-- Deletes a saved view. Index: saved_views_pkey.
-- For: operator.
DELETE FROM awa.saved_views v WHERE v.name OPERATOR(pg_catalog.=) ?
