-- Whether an attempt that has ended told anything that is kept beside the job. Inlined into the
-- statement that calls it.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.has_output(p_ended awa.ended_run) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $function$
  SELECT p_ended.output IS NOT NULL OR p_ended.log IS NOT NULL
      OR (p_ended.progress IS NOT NULL AND p_ended.next = 'completed');
$function$;
