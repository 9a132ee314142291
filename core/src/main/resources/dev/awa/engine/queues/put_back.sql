-- Which kinds of jobs were put back. See awa.kinds_put_back.
-- For: reader, operator, worker.
SELECT queue, kind, jobs FROM awa.kinds_put_back()
