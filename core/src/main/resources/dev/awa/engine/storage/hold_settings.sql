-- Keeps the settings as they are until the transaction ends. See awa.hold_settings.
-- For: operator.
SELECT awa.hold_settings()
