-- The ext of a job after a run: when the job was made, its last ten errors, how far it came, and
-- the checkpoint that its next attempt goes on from. p_checkpoint: {"value": ...}; {} where the
-- attempt has forgotten it.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.ended_ext(
  p_ext jsonb, p_ready_at timestamptz, p_error jsonb, p_progress jsonb, p_checkpoint jsonb
) RETURNS json
LANGUAGE plpgsql STABLE AS $function$
DECLARE
  v_ext jsonb := jsonb_build_object('created_at', p_ready_at) || p_ext;
BEGIN
  IF jsonb_typeof(p_error) = 'object' THEN
    v_ext := v_ext || jsonb_build_object('errors',
      jsonb_path_query_array(coalesce(v_ext -> 'errors', '[]') || jsonb_build_array(p_error),
                             '$[last - 9 to last]'));
  END IF;
  IF p_progress IS NOT NULL OR p_checkpoint IS NOT NULL THEN
    v_ext := awa.told_ext(v_ext, p_progress, p_checkpoint);
  END IF;
  RETURN v_ext::json;
END
$function$;
