-- Lets go of the unique keys of jobs that have ended for good. Where the rule holds a key on in the
-- state that the job came to, it stays; that of a completed job until its generation is pruned,
-- unless it ends with a period.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.let_go_keys(p_ended awa.ended_run[], p_gen bigint) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  WITH held AS MATERIALIZED (
    SELECT e.job_id, e.next = 'completed' AS completed,
           CASE WHEN e.held ->> 'key' ~ '^([0-9a-f]{2})+$'
                THEN decode(e.held ->> 'key', 'hex') END AS key,
           e.held -> 'hold' ? CASE e.next WHEN 'dead_letter' THEN 'failed' ELSE e.next END AS stays
    FROM unnest(p_ended) AS e
    WHERE e.held IS NOT NULL AND e.next NOT IN ('again', 'later')
  ), let_go AS (
    DELETE FROM awa.unique_keys u
    USING held h
    WHERE u.unique_key = h.key AND u.job_id = h.job_id AND NOT h.stays
  )
  UPDATE awa.unique_keys u SET let_go_gen = p_gen
  FROM held h
  WHERE u.unique_key = h.key AND u.job_id = h.job_id AND h.stays AND h.completed
    AND u.let_go_at IS NULL;
END
$function$;
