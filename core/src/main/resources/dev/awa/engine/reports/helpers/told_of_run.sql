-- The ext of a run with what its attempt has told so far.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.told_of_run(p_ext json, p_job_id bigint, p_run_no integer)
RETURNS json
LANGUAGE plpgsql STABLE AS $function$
DECLARE
  v_progress   jsonb;
  v_checkpoint jsonb;
BEGIN
  SELECT t.progress, t.checkpoint INTO v_progress, v_checkpoint
  FROM awa.last_told(p_job_id, p_run_no) AS t;
  IF v_progress IS NULL AND v_checkpoint IS NULL THEN
    RETURN p_ext;
  END IF;
  RETURN awa.told_ext(awa.as_object(p_ext), v_progress, v_checkpoint)::json;
END
$function$;
