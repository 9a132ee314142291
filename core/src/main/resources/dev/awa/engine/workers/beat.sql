-- The worker lives. Changes nothing when it was declared dead, or is unknown.
UPDATE awa.workers SET beat_at = clock_timestamp() WHERE id = ? AND state = 'alive'
