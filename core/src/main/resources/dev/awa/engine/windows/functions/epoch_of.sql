-- The epoch of a snapshot: one past the newest transaction that had completed. It never shrinks,
-- and a claim that a snapshot sees has a transaction below the snapshot's epoch: that is what
-- announcements are compared by.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.epoch_of(p_snapshot pg_snapshot) RETURNS bigint
LANGUAGE sql IMMUTABLE
RETURN pg_snapshot_xmax(p_snapshot)::text::bigint;
