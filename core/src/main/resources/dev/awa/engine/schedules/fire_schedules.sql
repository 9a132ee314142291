-- Settles and fires schedules that are due. See awa.fire_schedules.
-- For: worker.
SELECT schedule, planned_at, job_id, outcome
FROM awa.fire_schedules(?, ?, ?, ?, ?::pg_catalog.timestamptz[], ?::pg_catalog.timestamptz[],
                        ?::pg_catalog.timestamptz[], ?, ?::pg_catalog.timestamptz[],
                        ?::pg_catalog.json[], ?::pg_catalog.timestamptz[])
