-- The lanes of queues.
SELECT lane, queue, priority, stripe FROM awa.lanes WHERE queue = ANY (?::text[])
