-- Refuses a change of one of the retry delays of a queue, or of both, after which the longest would
-- be below the first. Where one of them is not set, nothing is refused.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.check_retry_delays(
  p_changes jsonb, p_first interval, p_longest interval
) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF (p_first > p_longest) IS NOT TRUE THEN
    RETURN;
  ELSIF p_changes ? 'longest_retry_delay' THEN
    PERFORM awa.refuse_job('longest_retry_delay', p_changes ->> 'longest_retry_delay', format(
      'must not be below retry_delay, which is %s s', trim_scale(extract(epoch FROM p_first))));
  ELSIF p_changes ? 'retry_delay' THEN
    PERFORM awa.refuse_job('retry_delay', p_changes ->> 'retry_delay', format(
      'must not be above longest_retry_delay, which is %s s',
      trim_scale(extract(epoch FROM p_longest))));
  END IF;
END
$function$;
