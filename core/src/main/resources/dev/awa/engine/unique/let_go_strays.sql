-- Lets go of keys that no job holds, of a slice. See functions/let_go_strays.sql.
SELECT s.looked_at, encode(s.up_to, 'hex'), ARRAY(SELECT encode(k, 'hex') FROM unnest(s.keys) AS k), s.holders
FROM awa.let_go_strays(decode(?, 'hex'), ?) AS s
