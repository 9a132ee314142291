-- Keeps the settings as they are until the transaction ends.
SELECT singleton FROM awa.storage_state FOR UPDATE
