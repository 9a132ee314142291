-- Replication slots and the WAL that each keeps. lag: bytes from what it needs to what is written.
SELECT s.slot_name AS name, s.active, s.wal_status AS status,
  pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
                       ELSE pg_current_wal_lsn() END, s.restart_lsn) AS kept
FROM pg_replication_slots s
ORDER BY kept DESC NULLS LAST
LIMIT 20
