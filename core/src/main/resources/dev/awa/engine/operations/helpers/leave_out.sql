-- The verdict of a job that an operation leaves out, the first of some; none where there is none.
-- p_refused: see awa.work_operation.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.leave_out(p_jobs awa.meant_job[], p_refused text)
RETURNS awa.treated
LANGUAGE plpgsql IMMUTABLE AS $function$
DECLARE
  v_id bigint := p_jobs[1].job_id;
BEGIN
  IF v_id IS NULL THEN
    RETURN ROW(0, 0, 0, 0, '{}', '[]')::awa.treated;
  ELSIF p_refused = '' THEN
    RETURN ROW(0, 0, 0, 0, ARRAY[v_id], '[]')::awa.treated;
  END IF;
  RETURN ROW(0, 0, 0, 1, '{}', jsonb_build_array(jsonb_build_object(
    'job', v_id, 'verdict', 'failed', 'why', left(p_refused, 1000))))::awa.treated;
END
$function$;
