-- Writes every unfinished run anew under transaction ids of this cluster. See awa.rebase.
-- For: worker.
SELECT waiting, was_open FROM awa.rebase()
