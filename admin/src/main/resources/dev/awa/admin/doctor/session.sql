-- What a role or a database sets for the sessions of workers and producers: the roles that may do
-- something in the schema.
SELECT r.rolname AS role, d.datname AS database, c.setting
FROM pg_db_role_setting s
LEFT JOIN pg_roles r ON r.oid = s.setrole
LEFT JOIN pg_database d ON d.oid = s.setdatabase
CROSS JOIN LATERAL unnest(s.setconfig) AS c (setting)
WHERE (s.setdatabase = 0 OR d.datname = current_database())
  AND (s.setrole = 0 OR has_schema_privilege(s.setrole, ?, 'USAGE'))
ORDER BY r.rolname NULLS FIRST, c.setting
LIMIT 200
