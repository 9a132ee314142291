-- Who leads, and keeps the lead until this transaction ends; no row when nobody does.
SELECT worker_id, epoch FROM awa.leadership WHERE expires_at > clock_timestamp() FOR SHARE
