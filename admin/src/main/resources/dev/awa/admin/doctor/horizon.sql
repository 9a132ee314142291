-- Who keeps old row versions alive for this database, the oldest first: sessions, prepared
-- transactions, replication slots and standbys. lag: how many transactions came since. A VACUUM
-- shows a horizon too, but keeps none; the catalog_xmin of a slot keeps rows of catalogs alone.
SELECT *
FROM (
  SELECT 'session' AS what, a.pid::text AS name, coalesce(a.usename, '') AS role,
    coalesce(a.application_name, '') AS application, a.state,
    extract(epoch FROM clock_timestamp() - a.xact_start) AS open_for,
    greatest(age(a.backend_xmin), age(a.backend_xid)) AS lag
  FROM pg_stat_activity a
  WHERE (a.backend_xmin IS NOT NULL OR a.backend_xid IS NOT NULL)
    AND a.pid <> pg_backend_pid() AND (a.datname = current_database() OR a.datname IS NULL)
    AND a.backend_type <> 'walsender'
    AND NOT EXISTS (SELECT FROM pg_stat_progress_vacuum v WHERE v.pid = a.pid)
  UNION ALL
  SELECT 'prepared transaction', p.gid, p.owner, '', NULL,
    extract(epoch FROM clock_timestamp() - p.prepared), age(p.transaction)
  FROM pg_prepared_xacts p
  WHERE p.database = current_database()
  UNION ALL
  SELECT 'replication slot', s.slot_name, '', coalesce(s.plugin, ''),
    CASE WHEN s.active THEN 'active' ELSE 'inactive' END, NULL, age(s.xmin)
  FROM pg_replication_slots s
  WHERE s.xmin IS NOT NULL
  UNION ALL
  SELECT 'standby', coalesce(host(r.client_addr), r.pid::text), coalesce(r.usename, ''),
    coalesce(r.application_name, ''), r.state, NULL, age(r.backend_xmin)
  FROM pg_stat_replication r
  WHERE r.backend_xmin IS NOT NULL) AS h
ORDER BY h.lag DESC NULLS LAST
LIMIT 20
