-- Who leads, and keeps the lead until this transaction ends; no row when nobody does. A transaction
-- that is left idle for 10 s is ended: whoever froze in it must not keep the next leader from its
-- work.
-- For: worker.
SELECT l.worker_id, l.term,
       pg_catalog.set_config('idle_in_transaction_session_timeout', '10s', true)
FROM awa.leadership AS l
WHERE awa.leads(l)
FOR SHARE
