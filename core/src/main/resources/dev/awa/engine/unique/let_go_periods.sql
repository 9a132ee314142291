-- Lets go of the unique keys of periods that are over. See awa.let_go_periods.
-- For: worker.
SELECT awa.let_go_periods(?)
