-- Retires all schedules of an owner: they fire nothing, and stay to be looked at and restored. No
-- declaration brings them back; a schedule that its owner declares for the first time afterwards is
-- not retired. Answers the names of those that were not retired yet, in their order. Waits for
-- somebody who changes one of them in a transaction that is open, for 2 s at most (55P03). Rows are
-- locked by name. Index: schedules_by_owner.
-- p_by: who does so; NULL: the role of the session. Refuses what breaks a rule (AW001).
-- For: operator.
CREATE OR REPLACE FUNCTION awa.retire_owner(p_owner text, p_by text) RETURNS SETOF text
LANGUAGE plpgsql VOLATILE ROWS 100
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_by    text := awa.acting(p_by);
  v_names text[];
BEGIN
  v_names := ARRAY(
    SELECT s.name
    FROM awa.schedules s
    WHERE s.owner = p_owner AND s.retired_at IS NULL);
  v_names := ARRAY(
    SELECT s.name
    FROM awa.lock_schedules(v_names) AS s
    WHERE s.owner = p_owner AND s.retired_at IS NULL
    ORDER BY s.name);
  UPDATE awa.schedules s
  SET retired_at = clock_timestamp(), retired_by = v_by, due_at = NULL, waiting_at = NULL
  WHERE s.name = ANY (v_names);
  PERFORM awa.note_schedules(v_names, 'retired', NULL, 'by hand', v_by);
  RETURN QUERY SELECT unnest(v_names);
END
$function$;
