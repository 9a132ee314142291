-- Who owns schedules, by name, and how many are his: those that fire, and those that are retired.
-- Index: schedules_by_owner.
-- For: reader, operator, worker.
SELECT o.owner, extract(epoch FROM g.grace) AS grace,
       pg_catalog.count(s.name) FILTER (WHERE s.retired_at IS NULL) AS schedules,
       pg_catalog.count(s.name) FILTER (WHERE s.retired_at IS NOT NULL) AS retired
FROM (SELECT x.owner FROM awa.schedule_owners x UNION SELECT y.owner FROM awa.schedules y) AS o
LEFT JOIN awa.schedule_owners g ON g.owner OPERATOR(pg_catalog.=) o.owner
LEFT JOIN awa.schedules s ON s.owner OPERATOR(pg_catalog.=) o.owner
GROUP BY o.owner, g.grace
ORDER BY o.owner
