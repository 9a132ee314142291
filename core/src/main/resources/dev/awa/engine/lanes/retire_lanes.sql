-- Retires twins that have come to rest. See awa.retire_lanes.
-- For: worker.
SELECT r.retired, r.next FROM awa.retire_lanes(?, ?, ?::pg_catalog.pg_snapshot, ?) AS r
