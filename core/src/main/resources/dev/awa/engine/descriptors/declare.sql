-- Notes what a worker says of queues and kinds. See awa.declare_descriptors.
SELECT awa.declare_descriptors(?::pg_catalog.jsonb, ?)
