-- Keeps the settings as they are until the transaction ends. See functions/hold_settings.sql.
SELECT awa.hold_settings()
