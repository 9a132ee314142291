-- Enqueues the fires of schedules whose rows are locked (p_held), and notes each; those that were
-- noted before are passed over. See awa.fire_schedules.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.enqueue_fires(
  p_held    text[],
  p_fired   text[],
  p_planned timestamptz[],
  p_facts   json[],
  p_run_ats timestamptz[]
) RETURNS TABLE (schedule text, planned_at timestamptz, job_id bigint, outcome text)
LANGUAGE plpgsql VOLATILE ROWS 100 AS $function$
#variable_conflict use_column
DECLARE
  v_new awa.schedule_fire[];
BEGIN
  v_new := ARRAY(
    SELECT row(f.name, f.planned, f.facts, f.run_at)::awa.schedule_fire
    FROM unnest(p_fired, p_planned, p_facts, p_run_ats) WITH ORDINALITY
           AS f (name, planned, facts, run_at, ord)
    WHERE f.name = ANY (p_held)
      AND NOT EXISTS (SELECT FROM awa.schedule_fires x
                      WHERE x.schedule = f.name AND x.planned_at = f.planned)
    ORDER BY f.ord);
  RETURN QUERY
    WITH fires AS MATERIALIZED (
      SELECT a.schedule, a.planned_at, a.job_id,
             CASE WHEN a.verdict = 'enqueued' THEN 'enqueued'
                  -- the first that was in the way waits
                  WHEN a.overlap = 'queue_one'
                       AND row_number() OVER (PARTITION BY a.schedule, a.verdict
                                              ORDER BY a.planned_at) = 1 THEN 'waiting'
                  ELSE 'skipped' END AS outcome
      FROM awa.append_fires(v_new) AS a
    ), noted AS (
      INSERT INTO awa.schedule_fires (schedule, planned_at, job_id, outcome)
      SELECT f.schedule, f.planned_at, f.job_id, f.outcome FROM fires f WHERE f.outcome <> 'waiting'
    ), waiting AS (
      UPDATE awa.schedules s
      SET waiting_at = w.planned_at,
          due_at = CASE WHEN w.planned_at IS NULL THEN s.due_at
                        ELSE least(s.due_at, clock_timestamp() + interval '1 second') END
      FROM (SELECT f.schedule, min(f.planned_at) FILTER (WHERE f.outcome = 'waiting') AS planned_at
            FROM fires f
            GROUP BY f.schedule) AS w
      -- one that let a fire wait may be declared otherwise since: then nothing waits any more
      WHERE s.name = w.schedule AND (s.overlap = 'queue_one' OR s.waiting_at IS NOT NULL)
    )
    SELECT f.schedule, f.planned_at, f.job_id, f.outcome FROM fires f;
  PERFORM awa.trim_fires(ARRAY(SELECT DISTINCT f.schedule FROM unnest(v_new) AS f));
END
$function$;
