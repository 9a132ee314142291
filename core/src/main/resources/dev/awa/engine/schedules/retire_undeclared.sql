-- Retires what no living revision declares. See awa.retire_undeclared.
-- For: worker.
SELECT r.name FROM awa.retire_undeclared(?, ?) AS r (name)
