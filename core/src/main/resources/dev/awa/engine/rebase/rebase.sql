-- Writes every unfinished run anew under transaction ids of this cluster. See awa.rebase.
SELECT waiting, was_open FROM awa.rebase()
