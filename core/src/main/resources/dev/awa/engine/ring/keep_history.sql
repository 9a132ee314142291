-- For how much longer the history of a generation is kept, in milliseconds: counted from the moment when it stopped being
-- the current one; not positive when it need not be kept.
SELECT extract(epoch FROM n.rotated_at + s.keep_history - clock_timestamp()) * 1000
FROM awa.ring n, awa.storage_state s
WHERE n.gen = ? + 1
