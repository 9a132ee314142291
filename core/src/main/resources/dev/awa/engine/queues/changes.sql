-- The newest so many changes of a queue, the newest first. Index: queue_changes_pkey.
SELECT h.changed_at, h.changed_by, h.setting, h.before, h.after
FROM awa.queue_changes h
WHERE h.queue OPERATOR(pg_catalog.=) ?
ORDER BY h.change_no DESC
LIMIT ?
