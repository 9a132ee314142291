-- Keeps the tail of what handlers printed and the last lines of their logs, in a generation. Of a
-- job that is completed also how far it came: others carry that in ext.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.keep_outputs(p_ended awa.ended_run[], p_gen bigint) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  INSERT INTO awa.attempt_outputs (
    slot, job_id, run_no, seq, attempt, percent, message, output, log)
  SELECT p_gen % 16, e.job_id, e.run_no, e.seq, e.attempt, (e.progress ->> 'percent')::real,
         e.progress ->> 'message', e.output, e.log
  FROM unnest(p_ended) AS e
  WHERE awa.has_output(e);
END
$function$;
