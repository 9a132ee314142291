-- Keeps the tail of what handlers printed, in a generation.
CREATE OR REPLACE FUNCTION awa.keep_outputs(p_ended awa.ended_run[], p_gen bigint) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  INSERT INTO awa.attempt_outputs (slot, job_id, run_no, attempt, output)
  SELECT p_gen % 16, e.job_id, e.run_no, e.attempt, e.output
  FROM unnest(p_ended) AS e
  WHERE e.output IS NOT NULL;
END
$function$;
