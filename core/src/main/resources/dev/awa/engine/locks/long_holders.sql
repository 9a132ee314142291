-- Who keeps a slot from being emptied by a transaction that stays open, longest first. See
-- awa.long_holders.
-- For: reader, operator, worker.
SELECT pid, prepared, application, username, state, extract(epoch FROM open_for) AS open_for, wrote,
       step
FROM awa.long_holders(?, pg_catalog.make_interval(secs => ?))
