-- Lets writers use the newest generation. See functions/publish_head.sql.
SELECT awa.publish_head()
