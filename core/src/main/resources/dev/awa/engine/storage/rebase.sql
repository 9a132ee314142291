-- Writes every unfinished run anew under transaction ids of this cluster. See functions/rebase.sql.
SELECT waiting, was_open FROM awa.rebase()
