-- Settles schedules that are due, and enqueues what they fire: at once, or not at all. Each
-- schedule is taken as the caller has read it: by its name, its version and the planned time up to
-- which it is settled. One that was changed since, fired by another leader, paused or retired is
-- left alone, and so is one whose row somebody has locked; it is looked at again. p_throughs: up to
-- which planned time each is settled now; p_dues: when it is looked at next. The fires are those of
-- p_fired, in order, with the planned times, what ext says of each, and not before which time its
-- job may run (NULL: at once).
--
-- Each planned time is fired once, whatever leaders and clocks do: the row of the schedule is
-- locked, what was read is compared under the lock, and a planned time that has a row in
-- schedule_fires is passed over. The primary key there is the second net. A fire whose schedule
-- lets no two jobs overlap takes a unique key; a duplicate is skipped, or waits (queue_one: one at
-- most), and is tried again within a second. Returns which schedules were settled, and what became
-- of each fire: enqueued, skipped or waiting, the last two with the job that is in the way.
--
-- Lock order: as awa.append, after the rows of schedules by name. Index: schedules_pkey,
-- schedule_fires_pkey.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.fire_schedules(
  p_leader   bigint,
  p_term     bigint,
  p_names    text[],
  p_versions bigint[],
  p_marks    timestamptz[],
  p_throughs timestamptz[],
  p_dues     timestamptz[],
  p_fired    text[],
  p_planned  timestamptz[],
  p_facts    json[],
  p_run_ats  timestamptz[]
) RETURNS TABLE (schedule text, planned_at timestamptz, job_id bigint, outcome text)
LANGUAGE plpgsql VOLATILE ROWS 100
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET jit = off SET lock_timeout = '2s' AS $function$
#variable_conflict use_column
DECLARE
  v_held text[];
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_term);
  v_held := ARRAY(
    SELECT s.name
    FROM awa.schedules s
    JOIN unnest(p_names, p_versions, p_marks) AS e (name, version, mark)
      ON s.name = e.name AND s.version = e.version AND s.fired_through = e.mark
    WHERE s.paused_at IS NULL AND s.retired_at IS NULL
    ORDER BY s.name
    FOR UPDATE OF s SKIP LOCKED);
  UPDATE awa.schedules s
  SET fired_through = e.through, due_at = e.due
  FROM unnest(p_names, p_throughs, p_dues) AS e (name, through, due)
  WHERE s.name = e.name AND s.name = ANY (v_held);
  RETURN QUERY SELECT h.name, NULL::timestamptz, NULL::bigint, 'settled'
               FROM unnest(v_held) AS h (name);
  IF p_fired <> '{}' THEN
    RETURN QUERY SELECT * FROM awa.enqueue_fires(v_held, p_fired, p_planned, p_facts, p_run_ats);
  END IF;
END
$function$;
