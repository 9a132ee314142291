-- Does to some jobs what an operation says. What it can't have is to be looked at again.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.treat(p_operation awa.operations, p_jobs awa.meant_job[])
RETURNS awa.treated
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF p_jobs = '{}' THEN
    RETURN ROW(0, 0, 0, 0, '{}', '[]')::awa.treated;
  ELSIF p_jobs[1].state = 'running' THEN
    RETURN awa.cancel_meant_running(p_jobs, p_operation.reason);
  END IF;
  RETURN CASE p_operation.action
           WHEN 'retry' THEN awa.retry_meant(p_jobs, p_operation.change)
           WHEN 'delete' THEN awa.delete_meant(p_jobs)
           WHEN 'move_to_dead_letters' THEN awa.move_meant(p_jobs)
           ELSE awa.change_meant(p_jobs, p_operation) END;
END
$function$;
