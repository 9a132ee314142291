-- Makes dead letters of failed jobs. See awa.move_failed.
-- For: operator.
SELECT awa.move_failed(?)
