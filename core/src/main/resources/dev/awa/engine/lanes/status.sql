-- The first lanes, each with its cursor's counts and how many of its runs wait. See
-- awa.lane_status.
-- For: reader, operator, worker.
SELECT lane, queue, priority, stripe, claims, taken, waiting, more FROM awa.lane_status(?, ?)
