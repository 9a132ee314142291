-- Which of these rights on objects of a schema the current role lacks, and the role. Each right is
-- a kind of object, its name and a privilege; an object that is not there is nobody's to miss.
-- Calls nothing of the schema: the role may lack even that.
-- For: producer, reader, operator, worker.
SELECT n.kind, n.name, n.privilege, pg_catalog.quote_ident(current_user) AS role
FROM ROWS FROM (pg_catalog.unnest(?::pg_catalog.text[]), pg_catalog.unnest(?::pg_catalog.text[]),
                pg_catalog.unnest(?::pg_catalog.text[])) WITH ORDINALITY AS n (kind, name,
                                                                               privilege, place)
JOIN pg_catalog.pg_namespace s ON s.nspname OPERATOR(pg_catalog.=) ?::pg_catalog.name
LEFT JOIN pg_catalog.pg_class c
  ON c.relnamespace OPERATOR(pg_catalog.=) s.oid
 AND c.relname OPERATOR(pg_catalog.=) n.name::pg_catalog.name
LEFT JOIN pg_catalog.pg_proc p
  ON p.pronamespace OPERATOR(pg_catalog.=) s.oid
 AND p.proname OPERATOR(pg_catalog.=) n.name::pg_catalog.name
WHERE NOT coalesce(
  CASE WHEN n.kind OPERATOR(pg_catalog.=) 'SCHEMA'
         THEN pg_catalog.has_schema_privilege(s.oid, n.privilege)
       WHEN n.kind OPERATOR(pg_catalog.=) 'FUNCTION'
         THEN pg_catalog.has_function_privilege(p.oid, n.privilege)
       WHEN n.kind OPERATOR(pg_catalog.=) 'SEQUENCE'
         THEN pg_catalog.has_sequence_privilege(c.oid, n.privilege)
       WHEN n.kind OPERATOR(pg_catalog.=) 'TABLE'
         THEN pg_catalog.has_table_privilege(c.oid, n.privilege) END,
  true)
ORDER BY n.place
