-- Keeps the newest hundred fires of each of some schedules. Index: schedule_fires_pkey.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.trim_fires(p_schedules text[]) RETURNS void
LANGUAGE sql VOLATILE AS $function$
  DELETE FROM awa.schedule_fires f
  USING (SELECT s.name, (SELECT x.planned_at
                         FROM awa.schedule_fires x
                         WHERE x.schedule = s.name
                         ORDER BY x.planned_at DESC
                         OFFSET 99 LIMIT 1) AS oldest
         FROM unnest(p_schedules) AS s (name)) AS k
  WHERE f.schedule = k.name AND f.planned_at < k.oldest;
$function$;
