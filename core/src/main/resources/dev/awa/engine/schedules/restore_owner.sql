-- Brings the schedules of an owner back. See awa.restore_owner.
-- For: operator.
SELECT r.name FROM awa.restore_owner(?, ?) AS r (name)
