-- A worker says which of its steps fail again and again: how long ago each began to fail, how often
-- it has failed, and the last error.
-- For: worker.
UPDATE awa.beats b
SET troubles = coalesce(t.troubles, '{}')
FROM (SELECT pg_catalog.jsonb_object_agg(x.step, pg_catalog.jsonb_build_object(
               'since', pg_catalog.clock_timestamp()
                          OPERATOR(pg_catalog.-) pg_catalog.make_interval(secs => x.ago),
               'failures', x.failures, 'error', x.error)) AS troubles
      FROM pg_catalog.jsonb_to_recordset(?::pg_catalog.jsonb) AS x (
        step pg_catalog.text, ago double precision, failures bigint, error pg_catalog.text)) AS t
WHERE b.worker_id OPERATOR(pg_catalog.=) ?
