-- Brings the index by job id up to date. See functions/summarize.sql.
SELECT awa.summarize()
