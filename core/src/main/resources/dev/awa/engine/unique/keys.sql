-- Ids for the jobs of a chunk, the unique key of each as text (NULL: it has no rule), whether its
-- rule is to fail on a duplicate, and whether it is to replace the job that is there. See
-- awa.compute_unique_keys.
-- For: producer, operator, worker.
SELECT ARRAY(SELECT pg_catalog.nextval('awa.job_id_seq')
             FROM pg_catalog.generate_series(1, ?)) AS ids,
       ARRAY(SELECT E'\\x' OPERATOR(pg_catalog.||) pg_catalog.encode(k.key, 'hex')
             FROM pg_catalog.unnest(
                    awa.compute_unique_keys(?::pg_catalog.text[], ?::pg_catalog.text[],
                                            ?::pg_catalog.json[], r.rules))
                  WITH ORDINALITY AS k (key, ord)
             ORDER BY k.ord) AS keys,
       ARRAY(SELECT coalesce(u.rule OPERATOR(pg_catalog.->>) 'on_conflict'::pg_catalog.text
                             OPERATOR(pg_catalog.=) 'fail', false)
             FROM pg_catalog.unnest(r.rules) WITH ORDINALITY AS u (rule, ord)
             ORDER BY u.ord) AS strict,
       ARRAY(SELECT coalesce(u.rule OPERATOR(pg_catalog.->>) 'on_conflict'::pg_catalog.text
                             OPERATOR(pg_catalog.=) 'replace', false)
             FROM pg_catalog.unnest(r.rules) WITH ORDINALITY AS u (rule, ord)
             ORDER BY u.ord) AS replacing
FROM (SELECT ?::pg_catalog.jsonb[] AS rules) AS r
