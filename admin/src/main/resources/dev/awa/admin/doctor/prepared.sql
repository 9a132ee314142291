-- Prepared transactions of this database, the oldest first.
SELECT p.gid, p.owner, extract(epoch FROM clock_timestamp() - p.prepared) AS open_for
FROM pg_prepared_xacts p
WHERE p.database = current_database()
ORDER BY p.prepared
LIMIT 20
