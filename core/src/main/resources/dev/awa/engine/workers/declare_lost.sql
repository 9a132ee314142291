-- Makes workers known as dead that have open claims and are not known. See functions/declare_lost.sql.
SELECT workers, came_to FROM awa.declare_lost(?, ?, ?, ?)
