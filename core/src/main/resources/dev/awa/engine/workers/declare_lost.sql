-- Makes workers known as dead that have open claims and are not known. See awa.declare_lost.
-- For: worker.
SELECT workers, came_to FROM awa.declare_lost(?, ?, ?, ?)
