-- The newest so many changes of a queue, a kind, a schedule or the storage, the newest first.
-- Index: setting_changes_pkey.
-- For: reader, operator, worker.
SELECT h.changed_at, h.changed_by, h.setting, h.before, h.after
FROM awa.setting_changes h
WHERE h.what OPERATOR(pg_catalog.=) ? AND h.name OPERATOR(pg_catalog.=) ?
ORDER BY h.change_no DESC
LIMIT ?
