-- Who this is, and what the role may do.
SELECT current_user AS role, o.rolname AS owner, o.rolsuper AS owner_is_super,
  pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') AS sees_all,
  has_schema_privilege('public', n.oid, 'CREATE') AS anybody_creates
FROM pg_roles r
LEFT JOIN pg_namespace n ON n.nspname = ?
LEFT JOIN pg_roles o ON o.oid = n.nspowner
WHERE r.rolname = current_user
