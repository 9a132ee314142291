-- Which runs of a slot can't be read, and why. See functions/unreadable_in.sql.
SELECT job_id, why FROM awa.unreadable_in(?)
