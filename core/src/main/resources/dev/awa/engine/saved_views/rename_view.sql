-- Gives a saved view another name, unless a view has that already. Answers whether it was done, and
-- whether the other name was taken. Of two who take a new name at once the second fails (23505).
-- Index: saved_views_pkey.
-- For: operator.
WITH asked AS (
  SELECT ?::pg_catalog.text AS name, ?::pg_catalog.text AS other),
taken AS (
  SELECT FROM awa.saved_views v, asked a WHERE v.name OPERATOR(pg_catalog.=) a.other),
renamed AS (
  UPDATE awa.saved_views v SET name = a.other
  FROM asked a
  WHERE v.name OPERATOR(pg_catalog.=) a.name AND NOT EXISTS (SELECT FROM taken)
  RETURNING v.name)
SELECT EXISTS (SELECT FROM renamed) AS renamed, EXISTS (SELECT FROM taken) AS taken
