-- Gives up the lead, so that another worker need not wait for it to run out.
UPDATE awa.leadership SET expires_at = '-infinity' WHERE worker_id = ?
