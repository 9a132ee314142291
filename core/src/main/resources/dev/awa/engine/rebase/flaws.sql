-- What shows that the data came here without what belongs to it, in words, and whether a rebase
-- mends it. See awa.flaws_of_copy.
-- For: reader, operator, worker.
SELECT flaw, rebase FROM awa.flaws_of_copy()
