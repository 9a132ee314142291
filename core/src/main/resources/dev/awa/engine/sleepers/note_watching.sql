-- One that watches looks at its queues now. See functions/note_watching.sql.
SELECT awa.note_watching()
