-- How many sessions of the cluster wait for their turn to commit a notification, of whatever
-- database and application. The server lets one do so at a time: it holds this lock, on no object
-- in particular, until its commit is over.
-- For: worker.
SELECT pg_catalog.count(*)
FROM pg_catalog.pg_locks l
WHERE NOT l.granted
  AND l.locktype OPERATOR(pg_catalog.=) 'object'
  AND l.database OPERATOR(pg_catalog.=) 0::pg_catalog.oid
  AND l.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_database'::pg_catalog.regclass
  AND l.objid OPERATOR(pg_catalog.=) 0::pg_catalog.oid
