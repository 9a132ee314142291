-- Makes the rows that a queue can't do without, where they are missing; answers whether one was.
-- For: migrator.
SELECT awa.make_missing_rows()
