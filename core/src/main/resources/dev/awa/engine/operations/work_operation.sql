-- A chunk of an operation. See awa.work_operation.
-- For: worker.
SELECT ended, changed, too_late, duplicates, failed, kept, held_us
FROM awa.work_operation(?, ?, ?, ?, ?)
