-- Whether some worker was declared dead and is not rescued yet, or has been silent for longer than the grace time, in
-- milliseconds.
SELECT EXISTS (SELECT FROM awa.workers w WHERE w.state = 'dead' OR w.beat_at < clock_timestamp() - ? * interval '1 millisecond')
