-- Lets writers use the newest generation. See awa.publish_head.
-- For: worker.
SELECT awa.publish_head()
