-- What became of the jobs of a call, once their keys are taken or found held, in order: 'enqueued';
-- 'replaced', where the job took the place of the owner of its key, one of p_replaced; 'duplicate'.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.verdicts_of(
  p_ids bigint[], p_owners bigint[], p_uniques jsonb[], p_replaced bigint[]
) RETURNS TABLE (ordinal integer, job_id bigint, verdict text)
LANGUAGE plpgsql VOLATILE ROWS 1000 AS $function$
BEGIN
  RETURN QUERY
    SELECT u.ord::integer, u.owner,
           CASE WHEN u.id = u.owner THEN 'enqueued'
                WHEN u.rule ->> 'on_conflict' = 'replace'
                     AND u.owner IN (SELECT unnest(p_replaced)) THEN 'replaced'
                ELSE 'duplicate' END
    FROM unnest(p_ids, p_owners, p_uniques) WITH ORDINALITY AS u (id, owner, rule, ord)
    ORDER BY u.ord;
END
$function$;
