-- Refuses the longest wait of a unique rule when it is no number of seconds or out of range, or
-- when duplicates do not replace the job that waits.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.check_longest_wait(p_rule jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_wait jsonb := p_rule -> 'longest_wait';
BEGIN
  IF jsonb_typeof(v_wait) <> 'number' THEN
    PERFORM awa.refuse_job('unique.longestWait', v_wait::text, 'must be a number of seconds');
  ELSIF v_wait::numeric NOT BETWEEN 1 AND 3650 * 86400 THEN
    PERFORM awa.refuse_job('unique.longestWait', v_wait::text, 'must be 1 s to 3650 days');
  ELSIF v_wait IS NOT NULL AND p_rule ->> 'on_conflict' IS DISTINCT FROM 'replace' THEN
    PERFORM awa.refuse_job('unique.longestWait', v_wait::text,
                           'must be left out unless a duplicate replaces the job that waits');
  END IF;
END
$function$;
