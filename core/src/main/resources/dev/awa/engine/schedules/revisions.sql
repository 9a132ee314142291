-- What the revisions of an owner declare, the newest first. Index: schedule_revisions_pkey.
-- For: reader, operator, worker.
SELECT r.revision, r.since, r.seen_at, r.names
FROM awa.schedule_revisions r
WHERE r.owner OPERATOR(pg_catalog.=) ?
ORDER BY r.since DESC, r.revision DESC
