-- Notes what a worker says of queues and kinds. See awa.declare_descriptors.
-- For: worker.
SELECT awa.declare_descriptors(?::pg_catalog.jsonb, ?)
