-- One that watches looks at its queues now. See awa.note_watching.
SELECT awa.note_watching()
