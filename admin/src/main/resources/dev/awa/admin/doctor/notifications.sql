-- How full the queue of notifications is, from 0 to 1, and who may keep it: sessions that have been
-- in one transaction for long.
SELECT pg_notification_queue_usage() AS usage,
  (SELECT string_agg(w.who, '; ')
   FROM (SELECT format('process %s (%s, %s), open for %s', a.pid, a.usename, a.application_name,
                       date_trunc('second', clock_timestamp() - a.xact_start)) AS who
         FROM pg_stat_activity a
         WHERE a.datname = current_database()
           AND a.xact_start < clock_timestamp() - interval '1 min'
         ORDER BY a.xact_start
         LIMIT 5) AS w) AS who
