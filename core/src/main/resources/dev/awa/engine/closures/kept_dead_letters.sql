-- How many failed jobs are dead letters. See awa.kept_dead_letters.
-- For: worker.
SELECT awa.kept_dead_letters(?)
