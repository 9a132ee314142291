-- Changes settings of a kind. See awa.set_kind.
-- For: operator.
SELECT setting, before, after, set_by, set_at FROM awa.set_kind(?, ?::pg_catalog.jsonb, ?)
