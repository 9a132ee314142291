-- Ids for the jobs of a chunk, the unique key of each as text (NULL: it has no rule), and whether its rule is to fail on
-- a duplicate. See functions/unique_keys.sql.
SELECT ARRAY(SELECT nextval('awa.job_id_seq') FROM generate_series(1, ?)),
       ARRAY(SELECT '\x' || encode(k.key, 'hex')
             FROM unnest(awa.unique_keys(?::text[], ?::text[], ?::json[], r.rules)) WITH ORDINALITY AS k (key, ord)
             ORDER BY k.ord),
       ARRAY(SELECT coalesce(u.rule ->> 'on_conflict' = 'fail', false)
             FROM unnest(r.rules) WITH ORDINALITY AS u (rule, ord)
             ORDER BY u.ord)
FROM (SELECT ?::jsonb[] AS rules) AS r
