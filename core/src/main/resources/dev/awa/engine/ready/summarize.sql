-- Brings the index by job id up to date. See awa.summarize.
-- For: worker.
SELECT awa.summarize()
