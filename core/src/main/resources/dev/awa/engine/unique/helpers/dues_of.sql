-- When new jobs are due; NULL for at once. A job that replaces one that waits is never ready at
-- once: it waits, if only for the next promotion, which lets go of its key (awa.let_go_due).
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.dues_of(
  p_run_ats timestamptz[], p_delays bigint[], p_uniques jsonb[], p_now timestamptz
) RETURNS timestamptz[]
LANGUAGE plpgsql STABLE AS $function$
BEGIN
  RETURN ARRAY(
    SELECT CASE WHEN d.rule ->> 'on_conflict' = 'replace'
                THEN greatest(least(t.due, p_now + awa.longest_wait(d.rule)),
                              p_now + interval '1 microsecond')
                ELSE t.due END
    FROM unnest(p_run_ats, p_delays, p_uniques) WITH ORDINALITY AS d (run_at, delay, rule, ord)
    CROSS JOIN LATERAL (
      SELECT CASE WHEN d.delay IS NULL THEN d.run_at
                  ELSE p_now + d.delay * interval '1 microsecond' END AS due) AS t
    ORDER BY d.ord);
END
$function$;
