-- The zones of schedules for which two living workers have different rules, or which one of them
-- does not know: the fires depend on who leads. With the workers and the releases of their data.
-- For: reader, operator, worker.
SELECT z.zone, pg_catalog.string_agg(
         pg_catalog.format('%s has release %s', w.name, w.zone_release), ', ' ORDER BY w.name)
         AS workers
FROM (SELECT DISTINCT s.zone FROM awa.schedules s WHERE s.retired_at IS NULL) AS z
CROSS JOIN awa.workers w
WHERE w.dead_since IS NULL AND w.zones IS NOT NULL
GROUP BY z.zone
HAVING pg_catalog.count(DISTINCT coalesce(w.zones OPERATOR(pg_catalog.->>) z.zone, ''))
         OPERATOR(pg_catalog.>) 1
ORDER BY z.zone
LIMIT 100
