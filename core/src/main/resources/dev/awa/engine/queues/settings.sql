-- What is set of some queues; no row for one of which nothing is. Index: queues_pkey.
-- For: worker.
SELECT q.name, awa.settings_of(q)::pg_catalog.text AS settings
FROM awa.queues q
WHERE q.name OPERATOR(pg_catalog.=) ANY (?::pg_catalog.text[])
