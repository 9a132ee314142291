-- Lets go of keys that no job holds, of a slice. See awa.let_go_strays.
-- For: worker.
SELECT s.looked_at, pg_catalog.encode(s.up_to, 'hex') AS up_to,
       ARRAY(SELECT pg_catalog.encode(k, 'hex') FROM pg_catalog.unnest(s.keys) AS k) AS let_go,
       s.holders
FROM awa.let_go_strays(pg_catalog.decode(?, 'hex'), ?) AS s
