-- How full the notification queue of the cluster is, from 0 to 1. It is one for all databases, and
-- empties only as far as every session that listens has read it.
-- For: worker.
SELECT pg_catalog.pg_notification_queue_usage()
