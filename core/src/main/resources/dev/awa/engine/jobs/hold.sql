-- Keeps the logs from being emptied under a transaction that looks with one snapshot: it must be
-- the first statement, for a lock takes no snapshot. See awa.cursor_of.
-- For: operator.
LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE
