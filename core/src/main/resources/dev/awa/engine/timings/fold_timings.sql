-- Makes sums of some older timings. See awa.fold_timings.
-- For: worker.
SELECT awa.fold_timings(?, ?, ?)
