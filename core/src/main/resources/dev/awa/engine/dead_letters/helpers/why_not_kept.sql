-- Why a job that is neither failed nor cancelled can't be run again: see awa.retry.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.why_not_kept(p_id bigint) RETURNS text
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_state text := (SELECT j.state FROM awa.find_job(p_id) AS j);
BEGIN
  IF v_state IS NULL THEN
    RETURN 'unknown';
  END IF;
  RETURN CASE v_state WHEN 'completed' THEN v_state ELSE 'not_finished' END;
END
$function$;
