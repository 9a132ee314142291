-- A new worker process.
INSERT INTO awa.workers (id, name, facts) VALUES (?, ?, ?::jsonb)
