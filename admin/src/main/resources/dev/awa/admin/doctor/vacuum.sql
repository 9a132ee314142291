-- How old the database is, when vacuum is due, and how many workers of autovacuum are busy. A plain
-- reader sees no backend_type: only these workers have a database and no user.
SELECT age(d.datfrozenxid) AS age, mxid_age(d.datminmxid) AS members_age,
  current_setting('autovacuum_freeze_max_age')::int AS due,
  current_setting('autovacuum_multixact_freeze_max_age')::int AS members_due,
  current_setting('autovacuum_max_workers')::int AS workers,
  (SELECT count(*) FROM pg_stat_activity a
   WHERE a.backend_type = 'autovacuum worker'
     OR (a.backend_type IS NULL AND a.datid IS NOT NULL AND a.usesysid IS NULL)) AS busy
FROM pg_database d
WHERE d.datname = current_database()
