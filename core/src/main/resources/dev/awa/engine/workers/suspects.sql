-- Living workers that are to be suspected, with what they promised; times in seconds. See
-- awa.suspects.
SELECT worker_id, beat_at, extract(epoch FROM silent), lock_free,
       extract(epoch FROM beat), extract(epoch FROM lease), extract(epoch FROM death_grace)
FROM awa.suspects()
