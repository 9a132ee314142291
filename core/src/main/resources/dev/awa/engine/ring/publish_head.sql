-- Lets writers use the newest generation. See awa.publish_head.
SELECT awa.publish_head()
