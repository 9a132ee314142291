-- Why a schedule is retired, in words, as the history of its changes has it; NULL where it is not.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.retirement_of(p_schedule awa.schedules) RETURNS text
LANGUAGE sql STABLE AS $function$
  SELECT CASE WHEN p_schedule.retired_at IS NULL THEN NULL
              WHEN p_schedule.retired_by IS NULL THEN 'not declared any more'
              ELSE 'by hand' END;
$function$;
