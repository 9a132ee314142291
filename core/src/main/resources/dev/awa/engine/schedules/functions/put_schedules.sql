-- Makes schedules, or changes those that are there: a JSON array of objects. One whose times change
-- makes up for nothing that was planned by the old ones; one that was retired for want of a
-- declaration is there again. A schedule of another owner is left as it is, and so is one that a
-- person has retired, perhaps a moment ago. Answers the names that were written. Waits for
-- somebody who changes one of them in a transaction that is open, for 2 s at most (55P03). Rows are
-- locked by name.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.put_schedules(p_owner text, p_by text, p_schedules json)
RETURNS SETOF text
LANGUAGE plpgsql VOLATILE ROWS 100
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_back    text[];
  v_written record;
BEGIN
  v_back := ARRAY(
    SELECT s.name
    FROM awa.lock_schedules(ARRAY(
           SELECT s.name
           FROM json_array_elements(p_schedules) AS n
           JOIN awa.schedules s ON s.name = n.value ->> 'name'
           WHERE s.owner = p_owner)) AS s
    WHERE s.owner = p_owner AND s.retired_at IS NOT NULL AND s.retired_by IS NULL);
  PERFORM awa.note_schedules(v_back, 'retired', 'not declared any more', NULL, p_by);
  FOR v_written IN
    INSERT INTO awa.schedules AS s (
      name, owner, expression, zone, missed, overlap, jitter, starts_at, ends_at, kind, queue,
      priority, max_attempts, ordering_key, args, ext, due_at, changed_by)
    SELECT n.name, p_owner, n.expression, n.zone, n.missed, n.overlap,
           make_interval(secs => n.jitter), n.starts_at, n.ends_at, n.kind, n.queue, n.priority,
           n.max_attempts, n.ordering_key, n.args::json, n.ext::json, n.due_at, p_by
    FROM json_to_recordset(p_schedules) AS n (
      name text, expression text, zone text, missed text, overlap text, jitter double precision,
      starts_at timestamptz, ends_at timestamptz, kind text, queue text, priority smallint,
      max_attempts smallint, ordering_key text, args text, ext text, due_at timestamptz)
    ORDER BY n.name
    ON CONFLICT (name) DO UPDATE
    SET version = s.version + 1, changed_at = clock_timestamp(), changed_by = EXCLUDED.changed_by,
        expression = EXCLUDED.expression, zone = EXCLUDED.zone, missed = EXCLUDED.missed,
        overlap = EXCLUDED.overlap, jitter = EXCLUDED.jitter, starts_at = EXCLUDED.starts_at,
        ends_at = EXCLUDED.ends_at, kind = EXCLUDED.kind, queue = EXCLUDED.queue,
        priority = EXCLUDED.priority, max_attempts = EXCLUDED.max_attempts,
        ordering_key = EXCLUDED.ordering_key, args = EXCLUDED.args, ext = EXCLUDED.ext,
        fired_through = CASE
          WHEN s.retired_at IS NULL
               AND row(s.expression, s.zone, s.starts_at, s.ends_at)
                   IS NOT DISTINCT FROM row(EXCLUDED.expression, EXCLUDED.zone, EXCLUDED.starts_at,
                                            EXCLUDED.ends_at)
            THEN s.fired_through
          ELSE greatest(s.fired_through, clock_timestamp()) END,
        -- the leader looks, and finds the next time
        due_at = CASE WHEN s.paused_at IS NULL THEN clock_timestamp() END,
        retired_at = NULL
    WHERE s.owner = EXCLUDED.owner AND s.retired_by IS NULL
    RETURNING s.name, s.version
  LOOP
    PERFORM awa.note_schedules(ARRAY[v_written.name], 'version',
                               nullif(v_written.version - 1, 0)::text,
                               v_written.version::text, p_by);
    RETURN NEXT v_written.name;
  END LOOP;
END
$function$;
