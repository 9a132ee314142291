-- Makes workers known as dead that have open claims and are not known. See functions/declare_lost.sql.
SELECT worker_id FROM awa.declare_lost(?, ?) AS l (worker_id)
