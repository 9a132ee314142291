-- The pause of a schedule in words, as the history of its changes has it; NULL where it is not
-- paused.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.pause_of_schedule(p_schedule awa.schedules) RETURNS text
LANGUAGE sql STABLE AS $function$
  SELECT CASE WHEN p_schedule.paused_at IS NOT NULL
              THEN concat_ws(', ', 'until resumed', p_schedule.paused_reason) END;
$function$;
