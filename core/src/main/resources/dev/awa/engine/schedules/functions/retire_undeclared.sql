-- Forgets the revisions of owners whose time is over, and retires what no revision that is left
-- declares. A revision's time is over when the owner's grace has passed since a newer one came and
-- since it was last seen itself; so neither of two revisions in a rolling deployment retires what
-- the other declares. After a rollback the time of the newer one is over when the older one is
-- still seen that much later. The newest stays otherwise, however long ago it was seen. What was
-- changed within the grace stays too, all of an owner whose first declaration is not that old, and
-- all of owners that never declared. Answers the names of
-- those that were retired. A row that somebody holds is left to the next call: fires wait for this.
-- Index: schedules_by_owner.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.retire_undeclared(p_leader bigint, p_term bigint)
RETURNS SETOF text
LANGUAGE plpgsql VOLATILE ROWS 10
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_retired text[];
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_term);
  DELETE FROM awa.schedule_revisions d
  USING (
    SELECT r.owner, r.revision
    FROM awa.schedule_revisions r
    JOIN awa.schedule_owners o ON o.owner = r.owner
    WHERE EXISTS (
      SELECT FROM awa.schedule_revisions n
      WHERE n.owner = r.owner AND n.revision <> r.revision
        AND CASE WHEN row(n.since, n.revision) > row(r.since, r.revision)
                 THEN clock_timestamp() > greatest(r.seen_at, n.since) + o.grace
                 ELSE n.seen_at > r.seen_at + o.grace END)
    FOR UPDATE OF r SKIP LOCKED) AS x
  WHERE d.owner = x.owner AND d.revision = x.revision;
  WITH retired AS (
    UPDATE awa.schedules u
    SET retired_at = clock_timestamp(), retired_by = NULL, due_at = NULL, waiting_at = NULL
    FROM (
      SELECT s.name
      FROM awa.schedules s
      JOIN awa.schedule_owners o ON o.owner = s.owner
      WHERE o.grace IS NOT NULL AND s.retired_at IS NULL
        AND s.changed_at < clock_timestamp() - o.grace
        AND (SELECT min(r.since) FROM awa.schedule_revisions r WHERE r.owner = s.owner)
            < clock_timestamp() - o.grace
        AND NOT EXISTS (SELECT FROM awa.schedule_revisions r CROSS JOIN unnest(r.names) AS n (name)
                        WHERE r.owner = s.owner AND n.name = s.name)
      ORDER BY s.name
      FOR UPDATE OF s SKIP LOCKED) AS x
    WHERE u.name = x.name
    RETURNING u.name
  )
  SELECT coalesce(array_agg(r.name ORDER BY r.name), '{}') INTO v_retired FROM retired r;
  PERFORM awa.note_schedules(v_retired, 'retired', NULL, 'not declared any more', 'leader');
  RETURN QUERY SELECT unnest(v_retired);
END
$function$;
