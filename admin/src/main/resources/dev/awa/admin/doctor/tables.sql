-- Tables of the schema but the logs, whose rows are never deleted one by one; what is dead in
-- them, and whether autovacuum may come.
SELECT c.relname AS name, s.n_live_tup AS live, s.n_dead_tup AS dead,
  pg_table_size(c.oid) AS bytes,
  extract(epoch FROM clock_timestamp() - greatest(s.last_autovacuum, s.last_vacuum))
    AS vacuumed_ago,
  coalesce(array_to_string(c.reloptions, ' ') LIKE '%autovacuum_enabled=%', false)
    AND NOT coalesce((SELECT o.option_value::boolean FROM pg_options_to_table(c.reloptions) AS o
                      WHERE o.option_name = 'autovacuum_enabled'), true) AS is_left_out
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_stat_all_tables s ON s.relid = c.oid
WHERE n.nspname = ? AND c.relkind = 'r' AND NOT c.relispartition
ORDER BY s.n_dead_tup DESC
LIMIT 200
