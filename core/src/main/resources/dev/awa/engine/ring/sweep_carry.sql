-- Takes finished things out of the carry partitions. See functions/sweep_carry.sql.
SELECT awa.sweep_carry(?, ?, ?::integer)
