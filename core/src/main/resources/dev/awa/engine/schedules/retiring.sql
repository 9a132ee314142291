-- The schedules that will be retired, and when, if nobody declares them meanwhile: those that no
-- revision of their owner declares, or none that stays (awa.owned_revisions). As
-- awa.retire_undeclared has it; the leader is some seconds late. Index: schedules_by_owner.
-- For: reader, operator, worker.
SELECT s.owner, s.name,
       GREATEST(s.changed_at OPERATOR(pg_catalog.+) o.grace, f.since OPERATOR(pg_catalog.+) o.grace,
                d.ends_at) AS retires_at
FROM awa.schedule_owners o
JOIN (SELECT v.owner, pg_catalog.min(v.since) AS since
      FROM awa.schedule_revisions v
      GROUP BY v.owner) AS f ON f.owner OPERATOR(pg_catalog.=) o.owner
JOIN awa.schedules s ON s.owner OPERATOR(pg_catalog.=) o.owner
LEFT JOIN (SELECT r.owner, n.name, pg_catalog.max(r.ends_at) AS ends_at,
                  pg_catalog.bool_or(r.ends_at IS NULL) AS stays
           FROM awa.owned_revisions() AS r
           CROSS JOIN LATERAL pg_catalog.unnest(r.names) AS n (name)
           GROUP BY r.owner, n.name) AS d
  ON d.owner OPERATOR(pg_catalog.=) s.owner AND d.name OPERATOR(pg_catalog.=) s.name
WHERE o.grace IS NOT NULL AND s.retired_at IS NULL AND d.stays IS NOT TRUE
ORDER BY retires_at, s.name
