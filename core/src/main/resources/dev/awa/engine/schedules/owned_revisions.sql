-- The revisions of all owners. See awa.owned_revisions.
-- For: reader, operator, worker.
SELECT r.owner, r.revision, r.since, r.seen_at, r.names, r.ends_at
FROM awa.owned_revisions() AS r
ORDER BY r.owner, r.since DESC, r.revision DESC
