-- Fires a schedule now, whatever its times, also while it is paused; its planned times stay as they
-- are. Returns the job: a new one, or, where the schedule lets no two overlap, the one that has not
-- ended. No row when there is no such schedule. Waits for somebody who changes the schedule in a
-- transaction that is open, for 2 s at most (55P03).
-- p_by: who does so; NULL: the role of the session. Refuses what breaks a rule (AW001).
-- For: operator.
CREATE OR REPLACE FUNCTION awa.trigger_schedule(p_name text, p_by text)
RETURNS TABLE (job_id bigint, duplicate boolean)
LANGUAGE plpgsql VOLATILE ROWS 1
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
#variable_conflict use_column
DECLARE
  v_by   text := awa.acting(p_by);
  v_now  timestamptz := clock_timestamp();
  v_zone text;
  v_fire awa.schedule_fire;
BEGIN
  SELECT s.zone INTO v_zone FROM awa.lock_schedules(ARRAY[p_name]) AS s;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  v_fire := row(p_name, v_now, json_build_object(
    'name', p_name,
    'planned_at', to_char(v_now AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'zone', v_zone,
    'triggered_by', v_by), NULL)::awa.schedule_fire;
  WITH fired AS MATERIALIZED (
    SELECT a.job_id, a.verdict FROM awa.append_fires(ARRAY[v_fire]) AS a
  ), noted AS (
    INSERT INTO awa.schedule_fires (schedule, planned_at, job_id, outcome)
    SELECT p_name, v_now, f.job_id, 'triggered' FROM fired f WHERE f.verdict = 'enqueued'
  )
  SELECT f.job_id, f.verdict = 'duplicate' INTO job_id, duplicate FROM fired f;
  PERFORM awa.trim_fires(ARRAY[p_name]);
  PERFORM awa.note_schedules(
    ARRAY[p_name], 'triggered', NULL,
    format(CASE WHEN duplicate THEN 'job %s has not ended' ELSE 'job %s' END, job_id), v_by);
  RETURN NEXT;
END
$function$;
