-- Notes that somebody has asked for a change, and what became of it. Nothing is ever changed of a
-- row; awa.purge_history deletes it after its time.
-- For: operator.
INSERT INTO awa.audit (asked_by, action, target, details, jobs, outcome, why, came_from, request)
VALUES (?, ?, ?, ?::pg_catalog.text::pg_catalog.jsonb, ?, ?, ?, ?, ?)
