-- The current role, whether it may do all that the owner of a schema may, who that is (NULL: there
-- is no schema), and whether the schema holds a queue. Asks the catalogs alone: the role may lack
-- everything.
-- For: producer, reader, operator, worker.
SELECT current_user AS role,
       EXISTS (SELECT FROM pg_catalog.pg_namespace s
               WHERE s.nspname OPERATOR(pg_catalog.=) ?::pg_catalog.name
                 AND pg_catalog.pg_has_role(s.nspowner, 'USAGE')) AS owns,
       (SELECT pg_catalog.pg_get_userbyid(s.nspowner) FROM pg_catalog.pg_namespace s
        WHERE s.nspname OPERATOR(pg_catalog.=) ?::pg_catalog.name) AS owner,
       EXISTS (SELECT FROM pg_catalog.pg_class c
               JOIN pg_catalog.pg_namespace s ON s.oid OPERATOR(pg_catalog.=) c.relnamespace
               WHERE s.nspname OPERATOR(pg_catalog.=) ?::pg_catalog.name
                 AND c.relname OPERATOR(pg_catalog.=) 'schema_history') AS there
