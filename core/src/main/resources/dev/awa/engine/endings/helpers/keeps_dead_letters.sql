-- Whether the failed jobs of a lane's queue become dead letters (the default) or just failed jobs.
CREATE OR REPLACE FUNCTION awa.keeps_dead_letters(p_lane integer) RETURNS boolean
LANGUAGE plpgsql STABLE AS $function$
BEGIN
  RETURN NOT EXISTS (
    SELECT FROM awa.lanes l JOIN awa.queues q ON q.name = l.queue WHERE l.lane = p_lane AND NOT q.dead_letters);
END
$function$;
