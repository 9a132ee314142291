-- Takes finished things out of the carry partitions. See awa.sweep_carry.
-- For: worker.
SELECT awa.sweep_carry(?, ?, ?::integer)
