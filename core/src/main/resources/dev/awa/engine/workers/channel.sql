-- The notification channel of this schema.
-- For: worker.
SELECT awa.channel()
