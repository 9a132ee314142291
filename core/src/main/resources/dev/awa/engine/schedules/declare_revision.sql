-- Notes what a revision declares. See awa.declare_revision.
-- For: operator, worker.
SELECT awa.declare_revision(?, ?, pg_catalog.make_interval(secs => ?), ?)
