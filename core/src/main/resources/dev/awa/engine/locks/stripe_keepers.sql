-- Who keeps stripes, or the calls of workers, from others for longer than a while. See
-- awa.stripe_keepers.
-- For: reader, operator, worker.
SELECT queue, stripe, worker_id, pid, role, application, state,
       extract(epoch FROM open_for) AS open_for, doing
FROM awa.stripe_keepers(?, ?::smallint, ?, pg_catalog.make_interval(secs => ?))
