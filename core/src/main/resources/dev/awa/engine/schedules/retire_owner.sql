-- Retires all schedules of an owner. See awa.retire_owner.
-- For: operator.
SELECT r.name FROM awa.retire_owner(?, ?) AS r (name)
