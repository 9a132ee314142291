-- Living workers that are to be suspected, with what they promised; times in seconds. See
-- awa.suspects.
-- For: worker.
SELECT worker_id, beat_at, extract(epoch FROM silent) AS silent, lock_free,
       extract(epoch FROM beat) AS beat, extract(epoch FROM lease) AS lease,
       extract(epoch FROM death_grace) AS death_grace
FROM awa.suspects()
