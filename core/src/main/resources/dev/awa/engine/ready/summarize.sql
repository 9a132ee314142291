-- Brings the index by job id up to date. See awa.summarize.
SELECT awa.summarize()
