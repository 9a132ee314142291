-- Which runs of a slot can't be read, and why. See awa.unreadable_in.
-- For: worker.
SELECT job_id, why FROM awa.unreadable_in(?)
