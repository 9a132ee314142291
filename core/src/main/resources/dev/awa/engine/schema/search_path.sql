-- For this transaction, what a migration names without a schema is the server's own, whatever others have made in schemas that
-- the caller's search path names: before PostgreSQL 15 every role may create functions in public.
SELECT pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true)
