-- One try to edit a job that waits. See awa.edit.
-- For: operator.
SELECT awa.edit(?, ?::pg_catalog.text::pg_catalog.jsonb, ?::pg_catalog.text::pg_catalog.json,
                ?::pg_catalog.text[])
