-- The notification channel of this schema.
SELECT awa.channel()
