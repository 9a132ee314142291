-- Whether some worker was declared dead and is not rescued yet, or has been silent for longer than the grace time, in
-- milliseconds.
SELECT EXISTS (SELECT FROM awa.workers w WHERE w.dead_since IS NOT NULL)
    OR EXISTS (SELECT FROM awa.beats b WHERE b.beat_at < clock_timestamp() - ? * interval '1 millisecond')
