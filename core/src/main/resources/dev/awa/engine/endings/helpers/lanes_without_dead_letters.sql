-- Those of some lanes whose queue keeps no dead letters: its failed jobs are just failed jobs.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.lanes_without_dead_letters(p_lanes integer[]) RETURNS integer[]
LANGUAGE plpgsql STABLE AS $function$
BEGIN
  RETURN ARRAY(
    SELECT l.lane
    FROM awa.queues q
    JOIN awa.lanes l ON l.queue = q.name
    WHERE NOT q.dead_letters AND l.lane = ANY (p_lanes));
END
$function$;
