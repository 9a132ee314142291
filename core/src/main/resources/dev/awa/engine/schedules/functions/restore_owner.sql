-- Brings those schedules of an owner back that people have retired, one by one or all. Those that
-- no revision declares any more stay retired; an owner without revisions gets all back. What was
-- planned meanwhile is not made up for; a paused one stays paused. Answers their names, in their
-- order. Waits for somebody who changes one of them in a transaction that is open, for 2 s at most
-- (55P03). Rows are locked by name. Index: schedules_by_owner.
-- p_by: who does so; NULL: the role of the session. Refuses what breaks a rule (AW001).
-- For: operator.
CREATE OR REPLACE FUNCTION awa.restore_owner(p_owner text, p_by text) RETURNS SETOF text
LANGUAGE plpgsql VOLATILE ROWS 100
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_by    text := awa.acting(p_by);
  v_names text[];
BEGIN
  v_names := ARRAY(
    SELECT s.name
    FROM awa.schedules s
    WHERE s.owner = p_owner AND s.retired_by IS NOT NULL
      AND (NOT EXISTS (SELECT FROM awa.schedule_revisions r WHERE r.owner = p_owner)
           OR EXISTS (SELECT FROM awa.schedule_revisions r
                      WHERE r.owner = p_owner AND s.name = ANY (r.names))));
  v_names := ARRAY(
    SELECT s.name
    FROM awa.lock_schedules(v_names) AS s
    WHERE s.owner = p_owner AND s.retired_by IS NOT NULL
    ORDER BY s.name);
  UPDATE awa.schedules s
  SET retired_at = NULL, retired_by = NULL, changed_by = v_by,
      changed_at = clock_timestamp(),
      fired_through = greatest(s.fired_through, clock_timestamp()),
      due_at = CASE WHEN s.paused_at IS NULL THEN clock_timestamp() END
  WHERE s.name = ANY (v_names);
  PERFORM awa.note_schedules(v_names, 'retired', 'by hand', NULL, v_by);
  RETURN QUERY SELECT unnest(v_names);
END
$function$;
