-- The jobs of a queue, and maybe of one kind, that run now.
SELECT DISTINCT m.job_id
FROM awa.members m
JOIN awa.lanes l USING (lane)
JOIN awa.ready_entries e ON e.lane = m.lane AND e.xid BETWEEN m.xid_min AND m.xid_max AND e.job_id = m.job_id AND e.run_lease = m.run_lease
WHERE l.queue = ? AND m.outcome IS NULL AND (?::text IS NULL OR e.kind = ?)
