-- One that watches looks at its queues now. See awa.note_watching.
-- For: worker.
SELECT awa.note_watching()
