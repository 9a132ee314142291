-- How many connections there are and may be: on the server, of this database, of this role. Of other
-- roles a plain reader sees no backend_type: there all that have a user and a database count.
SELECT current_setting('max_connections')::int AS most,
  current_setting('superuser_reserved_connections')::int
    + coalesce(current_setting('reserved_connections', true)::int, 0) AS reserved,
  count(*) AS used,
  count(*) FILTER (WHERE a.datname = current_database()) AS of_database,
  count(*) FILTER (WHERE a.usename = current_user) AS of_role,
  count(*) FILTER (WHERE a.state = 'idle in transaction' AND a.datname = current_database()
                     AND clock_timestamp() - a.state_change > interval '1 minute') AS idle_open,
  (SELECT d.datconnlimit FROM pg_database d WHERE d.datname = current_database()) AS database_limit,
  (SELECT r.rolconnlimit FROM pg_roles r WHERE r.rolname = current_user) AS role_limit
FROM pg_stat_activity a
WHERE a.backend_type = 'client backend'
  OR (a.backend_type IS NULL AND a.datid IS NOT NULL AND a.usesysid IS NOT NULL)
