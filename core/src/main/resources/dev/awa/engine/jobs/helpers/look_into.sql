-- Looks into a run: when its job was made, and whether it carries what a filter asks for, was made
-- when the filter says and has the priority. What can't be read of the run it does not carry
-- (awa.read_job). Index: lanes_pkey.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.look_into(p_filter awa.job_filter, p_run awa.ready_entries)
RETURNS awa.look
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET jit = off AS $function$
DECLARE
  v_read record;
  v_look awa.look;
BEGIN
  SELECT r.* INTO v_read FROM awa.read_job(p_run.kind, p_run.args, p_run.ext) AS r;
  v_look.created_at := awa.created_at(awa.as_object(v_read.ext), p_run.ready_at);
  v_look.carries := coalesce(v_look.created_at > p_filter.created_after, true)
    AND coalesce(v_look.created_at < p_filter.created_before, true)
    AND (p_filter.priority IS NULL
         OR EXISTS (SELECT FROM awa.lanes l
                    WHERE l.lane = p_run.lane AND l.priority = p_filter.priority))
    AND awa.carries(p_filter, v_read.args, v_read.ext);
  RETURN v_look;
END
$function$;
